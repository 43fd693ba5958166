// Starts the sandbox providers: `node test/world/sandbox/main.ts --dir DIR [--scenario FILE]`.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './start.ts';
import { ScenarioError } from './scenario-error.ts';

const { values } = parseArgs({ options: { dir: { type: 'string' }, scenario: { type: 'string' } } });
if (values.dir === undefined) {
  console.error('usage: node test/world/sandbox/main.ts --dir DIR [--scenario FILE]');
  process.exit(2);
}

try {
  const { addresses } = await startSandbox(resolve(values.dir), await readScenario(values.scenario));
  // Nothing is worth saving, and whoever still holds a connection must not keep the world from ending.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  console.log(JSON.stringify(addresses));
} catch (error) {
  if (!(error instanceof ScenarioError)) throw error;
  console.error(`${values.scenario ?? ''}: ${error.message}`);
  process.exit(2);
}

async function readScenario(file: string | undefined): Promise<unknown> {
  if (file === undefined) return {};
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ScenarioError(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
