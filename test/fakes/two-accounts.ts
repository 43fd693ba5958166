// Two accounts at OpenAI, the first of them in use and in Codex's file, with a line of the person's own.
import { accountId } from '../../main/domain/ids.ts';
import { Secret } from '../../main/domain/secret.ts';
import { claudeEntry, noonMs, openaiEntry, quotaWindow } from './accounts.ts';
import { chatgpt, codexPath } from './flows.ts';
import { switchingAtWork, type SwitchingAtWork } from './switching.ts';
import { openaiIdToken } from './tokens.ts';

export const minute = 60_000;
export const ada = chatgpt;
export const grace = openaiEntry(
  { id: accountId('openai:user-2.acc-2'), label: 'grace@example.test', workspaceId: 'acc-2' },
  { idToken: openaiIdToken('user-2', 'acc-2'), refreshToken: new Secret('canary_refresh_grace') },
);
export const key = claudeEntry();
export const fine = [quotaWindow({ usedPercent: 20 })];
export const usedUp = [quotaWindow({ usedPercent: 100, resetsAt: noonMs + 60 * minute })];

export async function two(given: Parameters<typeof switchingAtWork>[0] = {}): Promise<SwitchingAtWork> {
  const work = switchingAtWork({ entries: [ada, grace, key], ...given });
  for (const entry of [ada, grace]) work.answers.set(entry.account.id, fine);
  await work.switching.switchTo({ account: ada.account.id });
  work.disk.place(codexPath, { ...work.disk.json(codexPath), mine: 1 });
  await work.shared.start();
  work.disk.touched.length = 0;
  return work;
}

export function refreshTokenIn({ disk }: SwitchingAtWork): unknown {
  const tokens: unknown = disk.json(codexPath)?.['tokens'];
  return typeof tokens === 'object' && tokens !== null && 'refresh_token' in tokens
    ? tokens.refresh_token
    : undefined;
}

export const picture = ({ disk, preferences }: SwitchingAtWork) => ({
  texts: new Map(disk.texts),
  settings: preferences.settings(),
  course: preferences.course(),
});
