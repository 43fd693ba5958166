// Two people's sign-ins and any number of entered keys, in an app inside the world that has nothing yet.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { createPassphraseCipher } from '../../../main/adapters/node/passphrase-cipher.ts';
import { backedUp, backupText } from '../../../main/domain/backup-content.ts';
import { accountIdOf, providerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { gatehouseJson, home } from '../../e2e/support/app.ts';
import { scenario } from '../../e2e/support/sandbox.ts';

const people = ['openai-plus-ada', 'openai-business-eve'] as const;

/** @returns how many accounts there are then */
export async function signInTwo(entered = 0): Promise<number> {
  for (const persona of people) {
    await scenario({ browser: { persona } });
    z.looseObject({ ok: z.literal(true) }).parse(
      await gatehouseJson(['auth', 'login', '--provider', 'openai']),
    );
  }
  if (entered > 0) await restoreKeys(entered);
  return people.length + entered;
}

/** Brings them back from a backup, which asks no provider. */
async function restoreKeys(count: number): Promise<void> {
  const provider = providerId('claude');
  const passphrase = 'a passphrase for tests';
  const keyed = Array.from({ length: count }, (_, index) =>
    backedUp(
      {
        account: {
          id: accountIdOf(provider, `key-${String(index)}`),
          provider,
          label: `API key …${String(index).padStart(4, '0')}`,
          kind: 'api-key',
        },
        credential: {
          kind: 'api-key',
          origin: 'entered',
          destinations: [],
          obtainedAt: Date.now(),
          key: new Secret(`sk-ant-api03-canary_${String(index).padStart(40, '0')}`),
        },
      },
      [],
    ),
  );
  const text = backupText({ madeAt: Date.now(), accounts: keyed, settings: {} });
  const file = join(home, 'hundred.backup');
  await writeFile(file, await createPassphraseCipher().seal(text, new Secret(passphrase)), { mode: 0o600 });
  z.looseObject({ ok: z.literal(true) }).parse(
    await gatehouseJson(['auth', 'restore', file, '--passphrase-stdin'], `${passphrase}\n`),
  );
}
