// While names are hidden, no name of an account is anywhere in what tray and window are made from.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import type { FailureValue } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { trayMenu, trayTooltip, type TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { providers } from '../../../main/providers/list.ts';
import { withHiddenNames } from '../../../main/state/hidden-state.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaOf, quotaWindow } from '../../fakes/accounts.ts';

/** Every name holds it, and nothing else does. */
const mark = 'quorble';
const nothing = (): void => undefined;
/** Nobody clicks here. */
const nobody: TrayIntents = {
  prefer: nothing,
  useAccount: nothing,
  undo: nothing,
  chooseStrategy: nothing,
  signOut: nothing,
  lock: nothing,
  unlock: nothing,
  startNormally: nothing,
  showAccount: nothing,
  signIn: nothing,
  cancelSignIn: nothing,
  copySignInAddress: nothing,
  hideNames: nothing,
  open: nothing,
  quit: nothing,
};

/** What people are called: with blanks, signs that mean something in patterns, upper case, or no address at all. */
const anyName = fc
  .tuple(
    fc.constantFrom('', 'ada.', '$1 ', '(x|y) ', 'Ä-', '…'),
    fc.constantFrom('', '@example.com', ' GmbH', '.', ' [a-z]+'),
  )
  .map(([before, after]) => `${before}${mark}${after}`);

const anyAccount = fc.record({
  provider: fc.constantFrom(claudeId, openaiId),
  label: anyName,
  organization: fc.option(anyName, { nil: undefined }),
});

function failureAbout({ label, organization }: Account): FailureValue {
  return {
    code: 'credential/rejected',
    subject: label,
    detail: `${label}, ${label} (${organization ?? label})`,
  };
}

type Part = Pick<Account, 'provider' | 'label'> & { readonly organization: string | undefined };

function stateOf(parts: readonly Part[]): State {
  const accounts = parts.map(({ provider, label, organization }, index): Account => ({
    id: accountId(`${provider}:${String(index)}`),
    provider,
    label,
    kind: 'oauth',
    ...(organization !== undefined && { organization }),
  }));
  const [first] = accounts;
  if (first === undefined) return initialState;
  const failure = failureAbout(first);
  const title = `OpenAI: ${first.label} (${first.organization ?? ''})`;
  return {
    ...initialState,
    loaded: true,
    settings: {
      ...defaultSettings,
      hideIdentities: true,
      folderRules: [{ folder: '/home/ada', account: first.id }],
      dailyLimits: { [first.id]: { unit: 'percent', value: 5 } },
    },
    accounts,
    readings: new Map(
      accounts.map((account, index) => [
        account.id,
        {
          quota: quotaOf(openaiEntry(account), [quotaWindow({ usedPercent: 90 + index })]),
          failure: failureAbout(account),
        },
      ]),
    ),
    switching: { running: { step: 'checking', to: title }, undo: { title, at: noonMs }, failure },
    staleHolders: accounts.map(({ id }) => ({
      consumer: consumerId('codex'),
      label: 'Codex',
      program: 'codex',
      pid: 1,
      account: id,
    })),
    hooks: [{ event: 'quota_low', program: '/bin/true', state: 'ready', lastFailure: failure }],
    signInFailures: new Map([[openaiId, failure]]),
    problems: new Map([['vault', failure]]),
    keyStore: { passphrase: 'none', failure },
  };
}

const facts = { files: [], owners: [], providers, version: '1', now: noonMs };

test('the view, the tray menu and its tooltip hold none of them', () => {
  fc.assert(
    fc.property(
      fc.array(anyAccount, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('en' as const, 'de' as const),
      (parts, language) => {
        const view = makeView(withHiddenNames(stateOf(parts), language), { ...facts, language });
        const shown = JSON.stringify([view, trayMenu(view, nobody, noonMs), trayTooltip(view, noonMs)]);
        expect(shown).not.toContain(mark);
      },
    ),
    { numRuns: 60 },
  );
});

test('the same holds them while they are not hidden', () => {
  const state = stateOf([{ provider: openaiId, label: mark, organization: undefined }]);
  const open = { ...state, settings: { ...state.settings, hideIdentities: false } };
  expect(withHiddenNames(open, 'en')).toBe(open);
  expect(JSON.stringify(makeView(open, facts))).toContain(mark);
});

test('what serves, and how much is left, stays as it is', () => {
  const state = stateOf([
    { provider: openaiId, label: `a ${mark}`, organization: undefined },
    { provider: openaiId, label: `b ${mark}`, organization: undefined },
  ]);
  const [hidden, open] = [withHiddenNames(state, 'en'), state].map((each) => makeView(each, facts));
  expect(hidden?.selection.account).toBe(open?.selection.account);
  expect(hidden?.providers.flatMap(({ accounts }) => accounts.map(({ windows }) => windows))).toEqual(
    open?.providers.flatMap(({ accounts }) => accounts.map(({ windows }) => windows)),
  );
});
