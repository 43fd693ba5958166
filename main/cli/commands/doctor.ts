// The verbs `doctor` and `diagnose`.
import { Option } from 'commander';
import { exit } from '../output.ts';
import { doctorWords } from '../verbs/doctor-words.ts';
import { diagnoseWords } from '../verbs/diagnose-words.ts';
import type { DiagnoseOptions } from '../verbs/diagnose.ts';
import type { DoctorOptions } from '../verbs/doctor.ts';
import type { VerbTools } from './tools.ts';

/** Verbs of the root. */
export function addDoctorVerbs({ verb, run }: Pick<VerbTools, 'verb' | 'run'>): void {
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
  verb('diagnose', diagnoseWords)
    .option('--out <file>', diagnoseWords.out)
    .option('--force', diagnoseWords.force)
    .action(
      run(async (options: DiagnoseOptions, parts) =>
        (await import('../verbs/diagnose.ts')).diagnose(options, parts),
      ),
    );
}
