// A vault that a newer version has written: the window says at its top that nothing is renewed, and what to do.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Language } from '../../main/domain/language.ts';
import { providers } from '../../main/providers/list.ts';
import { initialState } from '../../main/state/state.ts';
import { makeView } from '../../main/state/view.ts';
import { openaiEntry } from '../fakes/accounts.ts';
import { violations } from './support/axe.ts';
import { useWindows, type Look } from './support/open-window.ts';
import { noon } from './support/views.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');
const failure = {
  code: 'storage/read-only',
  subject: '/home/ada/.local/share/gatehouse/vault.json',
  detail: 'its version of 2026-11-30T06:00:00.000Z is /home/ada/.local/share/gatehouse/vault.schema-2.json',
} as const;

const looks: readonly (readonly [name: string, look: Look, language: Language, words: string])[] = [
  ['light', { colorScheme: 'light' }, 'en', 'Update Gatehouse, or quit it'],
  ['dark', { colorScheme: 'dark' }, 'de', 'Aktualisiere Gatehouse, oder beende es'],
  ['narrow', { colorScheme: 'light', viewport: { width: 220, height: 420 } }, 'de', 'Aktualisiere Gatehouse'],
];

beforeAll(() => mkdir(pictures, { recursive: true }));

test.for(looks)(
  'it is said above the accounts, with the copy of before: %s',
  async ([name, look, language, words]) => {
    const view = makeView(
      {
        ...initialState,
        loaded: true,
        settings: { ...initialState.settings, firstRun: 'done' },
        accounts: [openaiEntry().account],
        problems: new Map([['vault', failure]]),
      },
      { providers, files: [], owners: [], version: '1.2.3', language, now: noon },
    );
    const window = await open(view, look);
    const banner = window.page.getByText(words);
    await banner.waitFor();
    await window.page.screenshot({ path: path.join(pictures, `newer-vault-${name}.png`) });
    const text = (
      await window.page.getByRole('alert').or(window.page.getByRole('status')).allTextContents()
    ).join(' ');
    expect([text.includes('vault.schema-2.json'), await window.overflow(), await violations(window)]).toEqual(
      [true, 0, []],
    );
  },
);
