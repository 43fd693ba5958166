// The verbs about files that describe providers.
import { Argument } from 'commander';
import { packagesMessages } from '../messages-packages.ts';
import type { CheckPackageOptions, NamedPackageOptions } from '../verbs/packages.ts';
import type { JsonOption } from '../verbs/parts.ts';
import type { VerbTools } from './tools.ts';

/** Verbs of the root, beside `auth`. */
export function addPackageVerbs({ group, run }: VerbTools): void {
  const verb = group('packages', packagesMessages);
  const words = packagesMessages.verbs;
  verb('list', words.list, { isDefault: true }).action(
    run(async (options: JsonOption, parts) =>
      (await import('../verbs/packages.ts')).packages(options, parts),
    ),
  );
  const checking = run(async (options: CheckPackageOptions) =>
    (await import('../verbs/packages.ts')).checkPackage(options),
  );
  verb('check', words.check)
    .addArgument(new Argument('<file>', words.check.file))
    .action(async (file: string, options: JsonOption) => {
      await checking({ ...options, file });
    });
  const approving = run(async (options: NamedPackageOptions, parts) =>
    (await import('../verbs/packages.ts')).approvePackage(options, parts),
  );
  verb('approve', words.approve)
    .addArgument(new Argument('<name>', words.approve.name))
    .action(async (name: string, options: JsonOption) => {
      await approving({ ...options, name });
    });
  const forgetting = run(async (options: NamedPackageOptions, parts) =>
    (await import('../verbs/packages.ts')).forgetPackage(options, parts),
  );
  verb('forget', words.forget)
    .addArgument(new Argument('<name>', words.forget.name))
    .action(async (name: string, options: JsonOption) => {
      await forgetting({ ...options, name });
    });
}
