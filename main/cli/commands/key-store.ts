// `auth keystore` and `auth unlock`.
import { Option } from 'commander';
import { messages } from '../messages.ts';
import { exit } from '../output.ts';
import type { KeyStoreOptions, PassphraseOptions } from '../verbs/key-store.ts';
import type { VerbTools } from './tools.ts';

export function addKeyStoreVerbs({ verb, run }: VerbTools): void {
  verb('keystore', messages.keyStore)
    .addOption(new Option('--use <kind>', messages.keyStore.use).choices(['system', 'passphrase', 'memory']))
    .addOption(new Option('--new-passphrase', messages.keyStore.newPassphrase).conflicts('use'))
    .option('--passphrase-stdin', messages.keyStore.passphraseStdin)
    .option('--yes', messages.keyStore.yes)
    .hook('preAction', (keyStore) => {
      const { newPassphrase, yes } = keyStore.opts<{ newPassphrase?: true; yes?: true }>();
      if (yes === true && newPassphrase === undefined)
        keyStore.error(messages.keyStore.yesAlone, { exitCode: exit.usage });
    })
    .action(
      run(async (options: KeyStoreOptions, parts) =>
        (await import('../verbs/key-store.ts')).keyStore(options, parts),
      ),
    );
  verb('unlock', messages.unlock)
    .option('--passphrase-stdin', messages.unlock.passphraseStdin)
    .action(
      run(async (options: PassphraseOptions, parts) =>
        (await import('../verbs/key-store.ts')).unlock(options, parts),
      ),
    );
}
