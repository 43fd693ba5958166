// What Doctor asks of this machine beside the text of files: folders, rights, links, programs, and whether a host answers.
import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Fetch } from './pinned-http.ts';

const answerLimitMs = 3_000;
const permissions = 0o7777;

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** @param fetch as the app reaches the network, with its proxy */
export function createMachineLooks(fetch: Fetch) {
  return {
    hasFolder: (path: string): Promise<boolean> =>
      stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ),

    /** Of a link, the rights are those of where it leads. */
    async standing(path: string): Promise<{ readonly mode: number; readonly linksTo?: string } | undefined> {
      try {
        const isLink = (await lstat(path)).isSymbolicLink();
        const { mode } = await stat(path);
        return { mode: mode & permissions, ...(isLink && { linksTo: await realpath(path) }) };
      } catch {
        return undefined;
      }
    },

    async firstOnPath(path: string, program: string): Promise<string | undefined> {
      const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
      for (const folder of path.split(delimiter).filter((each) => isAbsolute(each))) {
        for (const ending of endings) {
          const candidate = join(folder, `${program}${ending}`);
          if (await isProgram(candidate)) return candidate;
        }
      }
      return undefined;
    },

    /** What is no https address without a user is never asked, and counts as fine. */
    async reach(url: string): Promise<boolean> {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      if (target?.protocol !== 'https:' || target.username + target.password !== '') return true;
      try {
        const answer = await fetch(target.href, {
          redirect: 'error',
          credentials: 'omit',
          signal: AbortSignal.timeout(answerLimitMs),
        });
        await answer.body?.cancel();
        return answer.ok;
      } catch (thrown) {
        // It leads elsewhere, where we do not follow: something is there.
        return thrown instanceof Error && /redirect/i.test(`${thrown.message} ${String(thrown.cause)}`);
      }
    },
  };
}
