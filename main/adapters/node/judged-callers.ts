// Which program a caller acts for, and which file a rule is about: asked of the system, judged by the domain.
import { realpath, stat } from 'node:fs/promises';
import { Failure } from '../../domain/failure.ts';
import type { JudgedProgram } from '../../domain/hand-out.ts';
import { canBeRuled, judgedProgram } from '../../domain/judged-program.ts';
import type { Caller } from '../../ports.ts';
import { withoutLinks } from './callers.ts';

const launcherNames = ['gatehouse', 'gatehouse.cmd'];

const ownExecutable = (): Promise<string> => realpath(process.execPath).catch(() => process.execPath);

/** Whether the caller itself is a program of this app. */
export async function isOwnApp(caller: Caller | undefined): Promise<boolean> {
  const first = caller?.line[0];
  return first?.isElsewhere !== true && first?.executable === (await ownExecutable());
}

/** Undefined where nobody is found whom a person could be asked about. */
export async function judgeCaller(caller: Caller | undefined): Promise<JudgedProgram | undefined> {
  if (caller === undefined) return undefined;
  const executables = [await ownExecutable()];
  const found = judgedProgram(caller.line, { executables, launcherNames });
  return found === undefined ? undefined : withoutLinks(found);
}

/**
 * The program that a rule is to be about. A script that an interpreter runs need not be one to be started by itself.
 * @throws Failure `broker/bad-request` for one that runs whatever it is given, `broker/no-such-program`
 */
export async function ruledProgram(path: string): Promise<JudgedProgram> {
  try {
    const real = await realpath(path);
    if (!canBeRuled(real))
      throw new Failure('broker/bad-request', {
        detail: `a rule for ${real} would be one for whatever it runs; name the script instead`,
      });
    if ((await stat(real)).isFile()) return { path: real };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('broker/no-such-program', { subject: path, cause });
  }
  throw new Failure('broker/no-such-program', { subject: path, detail: 'that is no file' });
}
