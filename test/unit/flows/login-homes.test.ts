// In which folder a sign-in of ours is found by the program that renews it.
import { expect, test } from 'vitest';
import { consumers } from '../../../main/consumers/list.ts';
import { loginHomeOf, type LoginHome } from '../../../main/flows/login-homes.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';

const { id } = openaiEntry().account;

function homeIn(file: string, variables: Readonly<Record<string, string>> = {}): LoginHome | undefined {
  const store = createStore({ ...initialState, holders: new Map([[file, id]]) });
  const places = { home: '/home/ada', data: '/home/ada/data', environment: variables };
  return loginHomeOf(id, { consumers, store, places });
}

test.each<[string, Readonly<Record<string, string>>, LoginHome]>([
  ['where it looks anyway', {}, { folder: '/home/ada/.codex', place: 'usual', variable: 'CODEX_HOME' }],
  [
    'where this app was told to write',
    { CODEX_HOME: '/home/ada/other' },
    { folder: '/home/ada/other', place: 'private', variable: 'CODEX_HOME' },
  ],
  [
    'where it was told, though that is where it looks anyway',
    { CODEX_HOME: '/home/ada/.codex/' },
    { folder: '/home/ada/.codex', place: 'usual', variable: 'CODEX_HOME' },
  ],
])('%s', (_name, variables, home) => {
  expect(homeIn('codex-auth', variables)).toEqual(home);
});

test.each(['codex-start', 'code-auth', 'claude-code-credentials', 'nothing-of-ours'])(
  'a file that carries no refresh token is no home: %s',
  (file) => {
    expect(homeIn(file)).toBeUndefined();
  },
);
