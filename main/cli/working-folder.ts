// The working folder as the shell spells it, which may be by a link: a rule for a folder may be spelled so as well.
import { realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

/** For the app: where the command works, by both names. */
export async function workingFolder(
  environment: Readonly<Record<string, string | undefined>>,
  cwd = process.cwd(),
): Promise<{ readonly folder: string; readonly spelledFolder?: string }> {
  const folder = await realpath(cwd).catch(() => cwd);
  const spelled = await spelledFolder(environment, folder);
  // Windows leaves the drive or junction by which one came in the working folder itself.
  const also = spelled === folder ? cwd : spelled;
  return { folder, ...(also !== folder && { spelledFolder: also }) };
}

/** @param folder the working folder without links on the way; the answer where the shell says nothing, or another one */
export async function spelledFolder(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<string> {
  const spelled = environment['PWD'] ?? '';
  if (!isAbsolute(spelled)) return folder;
  return (await realpath(spelled).catch(() => undefined)) === folder ? spelled : folder;
}
