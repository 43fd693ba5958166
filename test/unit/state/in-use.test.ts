// What is hidden and without anything to show takes no room.
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../main/domain/settings.ts';
import { filesInUse, isInUse } from '../../../main/state/in-use.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { claudeId, openaiEntry, openaiId } from '../../fakes/accounts.ts';

function stateWith(settings: Partial<Settings>, accounts: State['accounts'] = []): State {
  return { ...initialState, accounts, settings: { ...initialState.settings, ...settings } };
}

describe('a provider', () => {
  test.each<[string, State, boolean]>([
    ['that is not hidden is in use', stateWith({}), true],
    ['that is hidden is not', stateWith({ hiddenProviders: [claudeId, openaiId] }), false],
    [
      'that is hidden is with an account',
      stateWith({ hiddenProviders: [openaiId] }, [openaiEntry().account]),
      true,
    ],
    [
      'that is hidden is where it is always first',
      stateWith({ hiddenProviders: [openaiId], strategy: 'prefer-openai' }),
      true,
    ],
    [
      'that is hidden is where it was chosen last',
      stateWith({ hiddenProviders: [openaiId], preferredProvider: openaiId }),
      true,
    ],
  ])('%s', (_name, state, expected) => {
    expect(isInUse(state, openaiId)).toBe(expected);
  });
});

describe('a shared file', () => {
  const file = { reader: 'Codex', path: '/home/ada/x.json', writes: 'The key.', isOnByDefault: false };
  const files = [
    { ...file, id: 'everybody' },
    { ...file, id: 'claude-key', provider: claudeId },
    { ...file, id: 'openai-key', provider: openaiId },
  ];
  const idsIn = (state: State) => filesInUse(files, state).map(({ id }) => id);

  test.each<[string, Partial<Settings>, readonly string[]]>([
    ['of a provider that is shown is listed', {}, ['everybody', 'claude-key', 'openai-key']],
    ['of one that is not in use is not', { hiddenProviders: [openaiId] }, ['everybody', 'claude-key']],
    [
      'that is switched on stays in sight',
      { hiddenProviders: [openaiId], sharedFiles: { 'openai-key': true } },
      ['everybody', 'claude-key', 'openai-key'],
    ],
    [
      'that is switched off does not',
      { hiddenProviders: [openaiId], sharedFiles: { 'openai-key': false } },
      ['everybody', 'claude-key'],
    ],
  ])('%s', (_name, settings, expected) => {
    expect(idsIn(stateWith(settings))).toEqual(expected);
  });
});
