// The verb `doctor`.
import { Option } from 'commander';
import { exit } from '../output.ts';
import { doctorWords } from '../verbs/doctor-words.ts';
import type { DoctorOptions } from '../verbs/doctor.ts';
import type { VerbTools } from './tools.ts';

/** A verb of the root. */
export function addDoctorVerb({ verb, run }: Pick<VerbTools, 'verb' | 'run'>): void {
  const words = doctorWords;
  verb('doctor', words)
    .option('--fix <id...>', words.fix)
    .addOption(new Option('--preview <id>', words.preview).conflicts(['fix', 'undo']))
    .addOption(new Option('--undo <id>', words.undo).conflicts('fix'))
    .option('--yes', words.yes)
    .hook('preAction', (command) => {
      const { yes, fix } = command.opts<DoctorOptions>();
      if (yes === true && fix === undefined) command.error(words.yesAlone, { exitCode: exit.usage });
    })
    .action(
      run(async (options: DoctorOptions, parts) =>
        (await import('../verbs/doctor.ts')).doctor(options, parts),
      ),
    );
}
