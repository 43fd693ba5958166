// The tray menu as a whole, for each situation a person can be in.
import { describe, expect, test } from 'vitest';
import { trayMenu, trayTooltip, type MenuItem, type TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import type { View } from '../../../preload/view.ts';
import { claudeEntry, claudeId, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';

function viewOf(changes: Partial<State> = {}): View {
  return makeView({ ...initialState, loaded: true, ...changes }, [claude, openai], '1.2.3');
}

/** Intents that write down what was asked for. */
function recorder(): { intents: TrayIntents; asked: string[] } {
  const asked: string[] = [];
  const note =
    (name: string) =>
    (...values: string[]): void => {
      asked.push([name, ...values].join(' '));
    };
  return {
    asked,
    intents: {
      prefer: note('prefer'),
      signIn: note('sign-in'),
      cancelSignIn: note('cancel'),
      open: (...values) => {
        note('open')(...values.filter((value) => value !== undefined));
      },
      quit: note('quit'),
    },
  };
}

/** One line an item: what a person reads, and what a click asks for. */
function read(items: readonly MenuItem[], asked: string[], indent = ''): string[] {
  return items.flatMap((item) => {
    if (item.type === 'separator') return [`${indent}---`];
    if (item.type === 'submenu')
      return [`${indent}${item.label} >`, ...read(item.submenu, asked, `${indent}  `)];
    const before = asked.length;
    item.click();
    const mark = item.type === 'radio' ? (item.checked ? '(o) ' : '( ) ') : item.enabled ? '' : '(off) ';
    return [`${indent}${mark}${item.label} -> ${asked.slice(before).join() || 'nothing'}`];
  });
}

function menu(changes?: Partial<State>): string[] {
  const { intents, asked } = recorder();
  return read(trayMenu(viewOf(changes), intents), asked);
}

const end = ['---', 'Open Gatehouse -> open', 'Quit -> quit'];
const claudeSignIn = ['Claude >', '  Enter an API key… -> open claude api-key'];
const openaiSignIn = ['OpenAI >', '  Sign in with ChatGPT… -> sign-in openai chatgpt'];

const signedIn: Partial<State> = {
  preferred: openaiId,
  accounts: [claudeEntry().account, openaiEntry().account],
  readings: new Map([
    [
      openaiEntry().account.id,
      {
        sample: sampleOf(openaiEntry(), [
          quotaWindow({ usedPercent: 12 }),
          quotaWindow({ id: 'w', usedPercent: 62.9 }),
        ]),
      },
    ],
  ]),
};

describe('the menu', () => {
  test('when nobody is signed in', () => {
    expect(menu()).toEqual([
      '( ) Prefer Claude -> prefer claude',
      '( ) Prefer OpenAI -> prefer openai',
      '---',
      ...claudeSignIn,
      ...openaiSignIn,
      ...end,
    ]);
  });

  test('when both are signed in', () => {
    expect(menu(signedIn)).toEqual([
      '( ) Prefer Claude -> prefer claude',
      '(o) Prefer OpenAI · 62% used -> prefer openai',
      '---',
      'Claude >',
      '  API key …wxyz · API key -> open claude',
      '  ---',
      '  Enter an API key… -> open claude api-key',
      'OpenAI >',
      '  ada@example.test · Plus -> open openai',
      '  ---',
      '  Sign in with ChatGPT… -> sign-in openai chatgpt',
      ...end,
    ]);
  });

  test('while one is signing in', () => {
    const signIns = new Map([[openaiId, { method: 'chatgpt', step: 'waiting' } as const]]);
    expect(menu({ signIns })).toEqual([
      '( ) Prefer Claude -> prefer claude',
      '( ) Prefer OpenAI -> prefer openai',
      '---',
      ...claudeSignIn,
      'OpenAI >',
      '  Cancel sign-in -> cancel openai',
      ...end,
    ]);
  });

  test('when there is a problem', () => {
    const problems = new Map([
      ['vault', { code: 'storage/key-store-locked', subject: 'the stored sign-ins' } as const],
    ]);
    expect(menu({ preferred: claudeId, problems })).toEqual([
      '(off) ⚠ The key store is locked, so the keys of the stored sign-ins cannot be used. -> nothing',
      '(o) Prefer Claude -> prefer claude',
      '( ) Prefer OpenAI -> prefer openai',
      '---',
      ...claudeSignIn,
      ...openaiSignIn,
      ...end,
    ]);
  });

  test('shows no figure that is not known', () => {
    const readings = new Map([
      [openaiEntry().account.id, { sample: sampleOf(openaiEntry(), [quotaWindow({ usedPercent: null })]) }],
    ]);
    expect(menu({ ...signedIn, readings })[1]).toBe('(o) Prefer OpenAI -> prefer openai');
  });
});

test.each<[string, Partial<State>, string]>([
  ['nothing is preferred', {}, 'Gatehouse'],
  ['the preferred one has no figures', { preferred: claudeId }, 'Gatehouse: Claude'],
  ['the preferred one has figures', signedIn, 'Gatehouse: OpenAI, 62% used'],
])('the tooltip when %s', (_name, changes, tooltip) => {
  expect(trayTooltip(viewOf(changes))).toBe(tooltip);
});
