// The API key in a `.env` file of Gemini CLI, which it takes where the terminal has none (seen in 0.61.0).
import type { Finder } from '../description.ts';
import { geminiFolder } from '../folders.ts';

export const keyVariable = 'GEMINI_API_KEY';

export interface KeyInFile {
  readonly key: string;
  readonly where: string;
}

/** The last line that gives it a value, with or without quotes. */
function keyIn(text: string): string | undefined {
  const values = text.split(/\r?\n/).flatMap((line) => {
    const [, value = ''] = /^\s*(?:export\s+)?GEMINI_API_KEY\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const [, , quoted] = /^(["'])(.*?)\1/.exec(value) ?? [];
    const plain = quoted ?? value.replace(/\s*#.*$/, '');
    return plain === '' ? [] : [plain];
  });
  return values.at(-1);
}

/** Its own file, or else that of the home; only the first of them that is there is read. Those of projects are not ours. */
export async function keyInEnvFile({
  places,
  read,
}: Pick<Finder, 'places' | 'read'>): Promise<KeyInFile | undefined> {
  const folder = geminiFolder(places);
  for (const where of [`${folder}/.env`, `${folder.slice(0, -'/.gemini'.length)}/.env`]) {
    const text = await read(where);
    if (text === undefined) continue;
    const key = keyIn(text);
    return key === undefined ? undefined : { key, where };
  }
  return undefined;
}
