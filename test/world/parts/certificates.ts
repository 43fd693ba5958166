// The certificate store that Electron and Chromium read, and the throw-away authority in it.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Environment } from '../environment.ts';
import { worldFolder } from '../plan.ts';

const run = promisify(execFile);
const folder = `${worldFolder}/home/.pki/nssdb`;

export async function makeCertificateStore(environment: Environment): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await run('certutil', ['-d', `sql:${folder}`, '-N', '--empty-password'], { env: environment });
}

export async function trust(certificate: string, environment: Environment): Promise<void> {
  const words = [
    '-d',
    `sql:${folder}`,
    '-A',
    '-t',
    'C,,',
    '-n',
    'Throw-away world authority',
    '-i',
    certificate,
  ];
  await run('certutil', words, { env: environment });
}
