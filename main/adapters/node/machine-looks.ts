// What Doctor asks of this machine beside the text of files: folders, rights, links, programs, and whether a host answers.
import { NOTFOUND } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { HostState } from '../../domain/finding.ts';
import type { Fetch } from './pinned-http.ts';

const answerLimitMs = 3_000;
const nameLimitMs = 1_000;
const permissions = 0o7777;

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** False only where a server of names says that there is no such name: without a network, no name is found at all. */
export async function nameMayExist(
  name: string,
  resolve: (name: string) => Promise<unknown> = (each) =>
    new Resolver({ timeout: nameLimitMs, tries: 1 }).resolve4(each),
): Promise<boolean> {
  try {
    await resolve(name);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === NOTFOUND);
  }
}

/** What is over by itself, or is a word of a proxy's: it tells nothing of the host (RFC 9110 §15.5.8, §15.5.9, §15.6). */
function isPassing(status: number): boolean {
  return status >= 500 || [407, 408, 425, 429].includes(status);
}

/** @param fetch as the app reaches the network, with its proxy */
export function createMachineLooks(fetch: Fetch, mayExist = nameMayExist) {
  return {
    hasFolder: (path: string): Promise<boolean> =>
      stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      ),

    /** Of a path with nothing there, itself. */
    realPath: (path: string): Promise<string> => realpath(path).catch(() => path),

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
    async reach(url: string): Promise<HostState> {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      if (target?.protocol !== 'https:' || target.username + target.password !== '') return 'there';
      try {
        const answer = await fetch(target.href, {
          redirect: 'error',
          credentials: 'omit',
          signal: AbortSignal.timeout(answerLimitMs),
        });
        await answer.body?.cancel();
        if (answer.ok) return 'there';
        return isPassing(answer.status) ? 'unreached' : 'dead';
      } catch (thrown) {
        const why = thrown instanceof Error ? `${thrown.message} ${String(thrown.cause)}` : '';
        // It leads elsewhere, where we do not follow: something is there.
        if (/redirect/i.test(why)) return 'there';
        // That computer says no; or it is a port that is no web server's, as of old services.
        if (/\bERR_(?:CONNECTION_REFUSED|UNSAFE_PORT)\b/.test(why)) return 'dead';
        const isUnnamed = /\bERR_NAME_NOT_RESOLVED\b/.test(why) && !(await mayExist(target.hostname));
        return isUnnamed ? 'dead' : 'unreached';
      }
    },
  };
}
