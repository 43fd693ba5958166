// What Gatehouse shows of a program's own logins right after that program has made one.
import { join } from 'node:path';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import type { ConsumerDescription, FoundLogin, Places } from '../../main/consumers/description.ts';

export const longestMs = 2_000;

export const placesIn = (home: string): Places => ({ home, data: join(home, 'data'), environment: {} });

/** @throws when it takes two seconds or more from now */
export async function foundAtOnce(
  { findLogins }: Pick<ConsumerDescription, 'findLogins'>,
  home: string,
): Promise<readonly FoundLogin[]> {
  const finder = {
    places: placesIn(home),
    platform: 'linux',
    read: (path: string) => textFiles.read(path),
  };
  const startedMs = Date.now();
  const found = (await findLogins?.(finder)) ?? [];
  const tookMs = Date.now() - startedMs;
  if (tookMs >= longestMs) throw new Error(`it was shown after ${String(tookMs)} ms`);
  return found;
}
