// The shortcut follows its setting, and says why when the desktop does not give it.
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { followShortcut } from '../../../main/flows/switch-shortcut.ts';
import type { Shortcuts } from '../../../main/ports.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, openaiEntry, openaiId } from '../../fakes/accounts.ts';

type Answer = ReturnType<Shortcuts['set']>;

function follow(
  answer: Answer,
  { entries = [claudeEntry(), openaiEntry()], prefers = claudeId, chosen = '' } = {},
) {
  const store = createStore();
  if (chosen !== '')
    store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, switchShortcut: chosen } });
  for (const { account } of entries) store.dispatch({ type: 'account.signed-in', account });
  const asked: (string | null)[] = [];
  const preferred: string[] = [];
  let press = (): void => undefined;
  let answered = answer;
  const end = followShortcut({
    store,
    shortcuts: {
      set(accelerator, pressed) {
        asked.push(accelerator);
        press = pressed;
        return accelerator === null ? 'set' : answered;
      },
    },
    preferred: () => prefers,
    providers: [{ id: claudeId }, { id: openaiId }],
    prefer: (provider) => preferred.push(provider),
  });
  return {
    asked,
    preferred,
    end,
    press: () => {
      press();
    },
    choose: (switchShortcut: string | null, next: Answer = answered) => {
      answered = next;
      store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, switchShortcut } });
    },
    problem: () => store.state().problems.get('shortcut'),
  };
}

test('it prefers the next provider that has an account, once for each press', () => {
  const { choose, press, preferred, asked, end } = follow('set');
  choose('Control+Alt+G');
  press();
  end();
  expect({ preferred, asked }).toEqual({ preferred: [openaiId], asked: ['Control+Alt+G', null] });
});

test.each([
  ['the first one after the last', [claudeEntry(), openaiEntry()], openaiId, [claudeId]],
  ['the only one with an account, though another is preferred', [openaiEntry()], claudeId, [openaiId]],
  ['nobody where the only one is preferred already', [claudeEntry()], claudeId, []],
  ['nobody where nobody has an account', [], claudeId, []],
])('a press prefers %s', (_who, entries, prefers, expected) => {
  const { choose, press, preferred } = follow('set', { entries, prefers });
  choose('Control+Alt+G');
  press();
  expect(preferred).toEqual(expected);
});

test.each([
  ['taken', 'selection/shortcut-taken'],
  ['none', 'selection/no-shortcuts'],
] as const)('a desktop that answers %s is told of as %s, until another shortcut works', (answer, code) => {
  const { choose, problem } = follow(answer);
  choose('Control+Alt+G');
  const before = problem();
  choose('Control+Alt+H', 'set');
  expect([before, problem()]).toEqual([{ code, subject: 'Control+Alt+G' }, undefined]);
});

test('one that was chosen before is held from the start, and none after the end', () => {
  const { choose, asked, end } = follow('set', { chosen: 'Control+Alt+G' });
  end();
  choose('Control+Alt+H');
  expect(asked).toEqual(['Control+Alt+G', null]);
});

test('none is asked for where none was chosen, and one that was chosen is not asked for again', () => {
  const { choose, asked } = follow('set');
  choose(null);
  choose('Control+Alt+G');
  choose('Control+Alt+G');
  expect(asked).toEqual(['Control+Alt+G']);
});
