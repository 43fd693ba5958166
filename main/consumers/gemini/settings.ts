// What decides in Gemini CLI which way it signs in: its settings, and after them the variables (seen in 0.61.0).
import type { Finder } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { geminiFolder } from '../folders.ts';

const systemSettings: Readonly<Record<string, string>> = {
  darwin: '/Library/Application Support/GeminiCli/settings.json',
  win32: 'C:/ProgramData/gemini-cli/settings.json',
};

/** The way that the settings choose, `gemini-api-key`, and the file that does; undefined where none does. */
export interface ChosenWay {
  readonly way: string;
  readonly where: string;
}

/** The files in its order: what the computer's administrator says, then the person. A project may choose as well. */
function settingsFiles({ places, platform }: Finder): readonly string[] {
  const told = places.environment['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? '';
  const system = told === '' ? (systemSettings[platform] ?? '/etc/gemini-cli/settings.json') : told;
  return [system, `${geminiFolder(places)}/settings.json`];
}

/** Comments are allowed there, and what is broken is read as far as it goes. */
async function wayIn(text: string): Promise<string | undefined> {
  // Loaded on use: most people have no such file.
  const { parse } = await import('jsonc-parser');
  const settings: unknown = parse(text.replace(/^\uFEFF/, ''));
  const auth = objectIn(objectIn(objectIn({ settings }, 'settings'), 'security'), 'auth');
  return textIn(auth, 'selectedType');
}

export async function chosenWay(finder: Finder): Promise<ChosenWay | undefined> {
  for (const where of settingsFiles(finder)) {
    const text = await finder.read(where);
    const way = text === undefined ? undefined : await wayIn(text);
    if (way !== undefined) return { way, where };
  }
  return undefined;
}
