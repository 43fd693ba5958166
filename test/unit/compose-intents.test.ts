// What a sign-in does to the window that was asked for elsewhere, for example in the tray.
import { expect, test } from 'vitest';
import { composeIntents } from '../../main/compose-intents.ts';
import type { Intents } from '../../main/desktop/intents.ts';
import { providerId, type ProviderId } from '../../main/domain/ids.ts';
import { findProvider } from '../../main/providers/list.ts';
import { createStore } from '../../main/state/store.ts';
import type { SignInStep } from '../../preload/view.ts';
import { openaiEntry } from '../fakes/accounts.ts';
import { thrownFailure } from '../fakes/failures.ts';

const unasked = (): never => {
  throw new Error('not asked for here');
};

interface Work {
  readonly intents: Intents;
  readonly seen: readonly unknown[];
  /** What was looked at anew. */
  readonly looks: readonly string[];
}

/** @param steps of a sign-in that begins @param waiting whose sign-in waits */
function atWork(steps: readonly SignInStep[], isOpen: boolean, waiting?: ProviderId): Work {
  const seen: unknown[] = [];
  const looks: string[] = [];
  const intents = composeIntents({
    flows: {
      desk: {
        begin: ({ report, ...order }) => {
          seen.push(order);
          for (const step of steps) report?.(step);
          return { account: Promise.resolve(openaiEntry().account) };
        },
        cancel: (provider) => {
          seen.push(['cancel', provider]);
          return provider === waiting;
        },
        paste: unasked,
      },
      switching: { switchTo: unasked, undo: unasked },
      keyStore: { enterPassphrase: unasked, choose: unasked, startAnew: unasked },
      signOut: unasked,
      previewFile: unasked,
      changeSettings: unasked,
      readQuota: unasked,
      retry: async () => undefined,
    },
    notices: {
      hooks: { add: unasked, remove: unasked },
      statusLine: { install: unasked, uninstall: unasked, preview: unasked },
      look: async () => undefined,
    },
    terminal: {
      doctor: { look: unasked, fix: unasked, preview: unasked, undo: unasked },
      shells: { look: async () => undefined, install: unasked, uninstall: unasked, preview: unasked },
    },
    companyLogins: {
      look: async () => {
        looks.push('company logins');
      },
      login: unasked,
      logout: unasked,
    },
    flags: { set: unasked, reset: unasked },
    lock: { lock: unasked, unlock: unasked },
    store: createStore(),
    language: () => 'en',
    find: findProvider,
    window: {
      open: () => seen.push('open'),
      isOpen: () => isOpen,
      push: (name, payload) => seen.push([name, payload]),
    },
    copy: unasked,
    chooseProgram: unasked,
    startNormally: unasked,
    quit: unasked,
  });
  return { intents, seen, looks };
}

/** Signs in with these steps, and says what became of the window. */
function signIn(steps: readonly SignInStep[], isOpen: boolean): readonly unknown[] {
  const { intents, seen } = atWork(steps, isOpen);
  intents.signIn('claude', 'registered-client', { workspace: 'org-1' });
  return seen;
}

const order = { provider: providerId('claude'), method: 'registered-client', workspace: 'org-1' };

test('a code that has to be pasted opens the window at its provider', () => {
  expect(signIn(['starting', 'paste-code'], false)).toEqual([
    order,
    'open',
    ['provider.show', { provider: 'claude', method: null }],
  ]);
});

test.each<[string, readonly SignInStep[], boolean]>([
  ['that is open already', ['paste-code'], true],
  ['that nothing needs', ['starting', 'opening-browser', 'waiting'], false],
])('a window %s is left alone', (_what, steps, isOpen) => {
  expect(signIn(steps, isOpen)).toEqual([order]);
});

test('a sign-in is cancelled although its provider has gone; nothing else is taken for one', async () => {
  const acme = providerId('acme');
  const { intents, seen } = atWork([], true, acme);
  intents.cancelSignIn('acme');
  const failure = await thrownFailure(async () => {
    intents.cancelSignIn('other');
  });
  expect([seen, failure.code]).toEqual([
    [
      ['cancel', 'acme'],
      ['cancel', 'other'],
    ],
    'selection/unknown-provider',
  ]);
});

test.each<[string, (intents: Intents) => void]>([
  [
    'by itself',
    (intents) => {
      intents.open();
    },
  ],
  [
    'at a page',
    (intents) => {
      intents.openPage('settings');
    },
  ],
  [
    'at an account',
    (intents) => {
      intents.showAccount('openai:ada');
    },
  ],
])('a window that opens %s looks for company logins, which nobody needs before', (_how, open) => {
  const { intents, seen, looks } = atWork([], false);
  const before = [...looks];
  open(intents);
  expect([before, seen[0], looks]).toEqual([[], 'open', ['company logins']]);
});
