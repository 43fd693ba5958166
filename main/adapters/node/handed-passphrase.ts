// The passphrase that a service manager hands over at the start, as systemd does with LoadCredential.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../../domain/secret.ts';

const credentialName = 'gatehouse-passphrase';
/** As long as one that is entered may be. */
const mostCharacters = 1024;

/**
 * Read once, without the line end that editors leave. What we start later need not know where it lies, so the variable goes.
 * Undefined when none was handed over.
 */
export async function takeHandedPassphrase(environment: NodeJS.ProcessEnv): Promise<Secret | undefined> {
  const folder = environment['CREDENTIALS_DIRECTORY'] ?? '';
  delete environment['CREDENTIALS_DIRECTORY'];
  if (folder === '') return undefined;
  const text = await readFile(join(folder, credentialName), 'utf8').catch(() => '');
  const passphrase = text.replace(/\r?\n$/, '');
  const isOne = passphrase !== '' && passphrase.length <= mostCharacters;
  return isOne ? new Secret(passphrase) : undefined;
}
