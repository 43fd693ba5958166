// Fails when the declared Electron is out of support or has a known weakness: node scripts/check/check-electron.ts
import manifest from '../../package.json' with { type: 'json' };
import facts from './electron-advisories.json' with { type: 'json' };
import { faultsOf } from './electron-support.ts';

const version = manifest.devDependencies.electron;
const faults = faultsOf(version, new Date().toISOString().slice(0, 10), facts);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`electron ${version} held against what is known on ${facts.asOf}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
