// What the audit says of sign-ins, keys, consents and switches: each once, and as what it was.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../main/domain/audit-entry.ts';
import type { FailureCode } from '../../../main/domain/failure.ts';
import { accountId, consumerId, providerId, type AccountId } from '../../../main/domain/ids.ts';
import type { KeyFacts } from '../../../main/domain/key-facts.ts';
import { startKeepAudit } from '../../../main/flows/keep-audit.ts';
import type { Selectable } from '../../../main/state/selected.ts';
import { initialState, type Event, type State } from '../../../main/state/state.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { MemoryAuditLog } from '../../fakes/audit-log.ts';
import { FakeTime } from '../../fakes/time.ts';

const ada = openaiEntry({ id: accountId('openai:ada'), label: 'ada@example.test' }).account;
const grace = openaiEntry({ id: accountId('openai:grace'), label: 'grace@example.test' }).account;
const { account: key } = claudeEntry();

interface Work {
  readonly store: Store;
  readonly audit: MemoryAuditLog;
  /** Those that there are at the moment. */
  readonly providers: Selectable[];
  readonly stop: () => void;
  /** What is new since the last look, without the time. */
  readonly news: () => readonly Partial<AuditEntry>[];
}

/** The app with these accounts, started as it starts. */
function started(
  accounts: State['accounts'] = [ada, grace, key],
  {
    settings = initialState.settings,
    areOpen = true,
  }: { settings?: State['settings']; areOpen?: boolean } = {},
): Work {
  const store = createStore();
  const audit = new MemoryAuditLog();
  const providers: Selectable[] = [
    { id: claudeId, label: 'Claude' },
    { id: openaiId, label: 'OpenAI' },
  ];
  const stop = startKeepAudit({
    store,
    audit,
    clock: new FakeTime(noonMs),
    providers,
  });
  let seen = 0;
  const news = (): readonly Partial<AuditEntry>[] => {
    const found = audit.entries.slice(seen);
    seen = audit.entries.length;
    return found.map(({ at: _at, ...entry }) => entry);
  };
  store.dispatch({ type: 'settings.changed', settings });
  store.dispatch({ type: 'course.moved', course: store.state().course, by: 'person' });
  store.dispatch({ type: 'accounts.loaded', accounts });
  for (const { id } of areOpen ? accounts : []) {
    store.dispatch({ type: 'account.usable', account: id });
    store.dispatch(keysOf(id, noonMs));
  }
  return { store, audit, providers, stop, news };
}

function keysOf(account: AccountId, renewedAt: number, renewedBy?: string): Event {
  const keys: KeyFacts = { renewedAt, ...(renewedBy !== undefined && { renewedBy }) };
  return { type: 'account.keys', account, keys };
}

const moving = (provider: typeof openaiId): Event => ({
  type: 'sign-in.moved',
  provider,
  signIn: { method: 'browser', step: 'waiting' },
});

/** As a switch tells of itself when it counts. */
function use(
  { store }: Work,
  changes: Partial<Pick<State['settings'], 'activeAccounts' | 'preferredProvider'>>,
  by: 'person' | 'policy' = 'person',
): void {
  const { settings, course } = store.state();
  const { preferredProvider: _before, ...rest } = settings;
  store.dispatch({ type: 'settings.changed', settings: { ...rest, ...changes } });
  store.dispatch({ type: 'course.moved', course, by });
}

test('a start says nothing: what it opens was there before', () => {
  const at = started();
  expect(at.news()).toEqual([]);
});

test('each entry says when', () => {
  const at = started();
  at.store.dispatch({ type: 'account.signed-out', account: ada.id });
  expect(at.audit.entries.map((entry) => entry.at)).toEqual([noonMs]);
});

test('once it has ended it hears nothing more', () => {
  const at = started();
  at.stop();
  at.store.dispatch({ type: 'account.signed-out', account: ada.id });
  expect(at.news()).toEqual([]);
});

describe('signing in and out', () => {
  test('a sign-in is one entry, with the account that came of it', () => {
    const at = started([]);
    at.store.dispatch(moving(openaiId));
    at.store.dispatch(keysOf(ada.id, noonMs + 1, 'Gatehouse'));
    at.store.dispatch({ type: 'account.signed-in', account: ada });
    at.store.dispatch({ type: 'sign-in.ended', provider: openaiId });
    expect(at.news()).toEqual([{ actor: 'person', action: 'sign-in', provider: openaiId, account: ada.id }]);
  });

  test('of an account that is here already it is no renewal and no import', () => {
    const at = started();
    at.store.dispatch(moving(openaiId));
    at.store.dispatch(keysOf(ada.id, noonMs + 1, 'Gatehouse'));
    at.store.dispatch({ type: 'account.signed-in', account: ada });
    at.store.dispatch({ type: 'sign-in.ended', provider: openaiId });
    expect(at.news()).toEqual([{ actor: 'person', action: 'sign-in', provider: openaiId, account: ada.id }]);
  });

  test('what is renewed beside it is written down when it has ended', () => {
    const at = started();
    at.store.dispatch(moving(openaiId));
    at.store.dispatch(keysOf(grace.id, noonMs + 1, 'Codex'));
    at.store.dispatch(keysOf(key.id, noonMs + 1));
    const before = at.news();
    at.store.dispatch({
      type: 'sign-in.ended',
      provider: openaiId,
      failure: { code: 'sign-in/cancelled' },
    });
    expect([before, at.news()]).toEqual([
      [{ actor: 'policy', action: 'refresh', provider: claudeId, account: key.id, what: 'Gatehouse' }],
      [
        { actor: 'person', action: 'sign-in', provider: openaiId, failure: 'sign-in/cancelled' },
        { actor: 'policy', action: 'refresh', provider: openaiId, account: grace.id, what: 'Codex' },
      ],
    ]);
  });

  test('the end of another sign-in decides nothing about it', () => {
    const at = started();
    at.store.dispatch(moving(openaiId));
    at.store.dispatch(moving(claudeId));
    at.store.dispatch(keysOf(ada.id, noonMs + 1, 'Gatehouse'));
    at.store.dispatch({ type: 'sign-in.ended', provider: claudeId });
    at.store.dispatch({ type: 'account.signed-in', account: ada });
    at.store.dispatch({ type: 'sign-in.ended', provider: openaiId });
    expect(at.news().map(({ action, provider }) => [action, provider])).toEqual([
      ['sign-in', claudeId],
      ['sign-in', openaiId],
    ]);
  });

  test('the account of one sign-in is not named by the next, which fails', () => {
    const at = started([]);
    at.store.dispatch(moving(openaiId));
    at.store.dispatch({ type: 'account.signed-in', account: ada });
    at.store.dispatch({ type: 'sign-in.ended', provider: openaiId });
    at.news();
    at.store.dispatch(moving(openaiId));
    at.store.dispatch({ type: 'sign-in.ended', provider: openaiId, failure: { code: 'sign-in/denied' } });
    expect(at.news()).toEqual([
      { actor: 'person', action: 'sign-in', provider: openaiId, failure: 'sign-in/denied' },
    ]);
  });

  test('who comes without a sign-in was imported, and only once', () => {
    const at = started([ada]);
    at.store.dispatch({ type: 'account.signed-in', account: key });
    at.store.dispatch({ type: 'account.signed-in', account: key });
    at.store.dispatch({ type: 'account.signed-in', account: { ...ada, plan: 'pro' } });
    expect(at.news()).toEqual([{ actor: 'person', action: 'import', provider: claudeId, account: key.id }]);
  });

  test('while somebody signs in at another provider that is an import still', () => {
    const at = started([ada]);
    at.store.dispatch(moving(openaiId));
    at.store.dispatch({ type: 'account.signed-in', account: key });
    expect(at.news()).toEqual([{ actor: 'person', action: 'import', provider: claudeId, account: key.id }]);
  });

  test('a sign-out names the provider, and who comes back is new', () => {
    const at = started();
    at.store.dispatch({ type: 'account.signed-out', account: key.id });
    at.store.dispatch(keysOf(key.id, noonMs + 1));
    at.store.dispatch({ type: 'account.signed-in', account: key });
    expect(at.news()).toEqual([
      { actor: 'person', action: 'sign-out', provider: claudeId, account: key.id },
      { actor: 'person', action: 'import', provider: claudeId, account: key.id },
    ]);
  });
});

describe('keys', () => {
  test('a renewal says by whom, and the same keys again are none', () => {
    const at = started();
    at.store.dispatch(keysOf(ada.id, noonMs + 1, 'Codex'));
    at.store.dispatch(keysOf(ada.id, noonMs + 1, 'Codex'));
    at.store.dispatch(keysOf(ada.id, noonMs + 2));
    expect(at.news()).toEqual(
      ['Codex', 'Gatehouse'].map((what) => ({
        actor: 'policy',
        action: 'refresh',
        provider: openaiId,
        account: ada.id,
        what,
      })),
    );
  });

  const unusable = (code: FailureCode): Event => ({
    type: 'account.unusable',
    account: ada.id,
    failure: { code },
  });
  const failed = (failure: FailureCode): unknown => ({
    actor: 'policy',
    action: 'refresh-failed',
    provider: openaiId,
    account: ada.id,
    failure,
  });

  test('a failure is written down once until it is another one', () => {
    const at = started();
    for (const code of ['credential/rejected', 'credential/rejected', 'credential/revoked'] as const)
      at.store.dispatch(unusable(code));
    expect(at.news()).toEqual([failed('credential/rejected'), failed('credential/revoked')]);
  });

  test.each<[string, Event]>([
    ['a renewal', keysOf(ada.id, noonMs + 1)],
    ['keys that work', { type: 'account.usable', account: ada.id }],
    ['a sign-in', { type: 'account.signed-in', account: ada }],
  ])('after %s the same failure is a new one', (_name, event) => {
    const at = started();
    at.store.dispatch(unusable('credential/rejected'));
    at.store.dispatch(event);
    at.news();
    at.store.dispatch(unusable('credential/rejected'));
    expect(at.news()).toEqual([failed('credential/rejected')]);
  });

  test('a key store that does not open is no failure of the keys', () => {
    const at = started();
    at.store.dispatch(unusable('storage/key-store-locked'));
    expect(at.news()).toEqual([]);
  });
});

describe('switches', () => {
  const to = (account: typeof ada, more: object = {}): unknown => ({
    actor: 'person',
    action: 'switch',
    provider: account.provider,
    account: account.id,
    ...more,
  });

  test('the first one after the start is there', () => {
    const at = started();
    use(at, { preferredProvider: openaiId });
    expect(at.news()).toEqual([to(ada)]);
  });

  test('so is one among accounts whose keys are closed', () => {
    const at = started([ada, grace], { areOpen: false });
    use(at, { activeAccounts: { [openaiId]: grace.id } });
    expect(at.news()).toEqual([to(grace)]);
  });

  test('to another account of a provider that does not serve is one as well', () => {
    const at = started();
    use(at, { activeAccounts: { [openaiId]: grace.id } });
    expect(at.news()).toEqual([to(grace)]);
  });

  test('of provider and account at once is one', () => {
    const at = started();
    use(at, { activeAccounts: { [openaiId]: grace.id }, preferredProvider: openaiId });
    expect(at.news()).toEqual([to(grace)]);
  });

  test('of the policy says so', () => {
    const at = started();
    const course = { ...at.store.state().course, standIns: { [openaiId]: grace.id } };
    at.store.dispatch({ type: 'course.moved', course, by: 'policy' });
    expect(at.news()).toEqual([to(grace, { actor: 'policy' })]);
  });

  test('what is only remembered is none', () => {
    const at = started();
    const course = { ...at.store.state().course, accepted: [ada.id] };
    at.store.dispatch({ type: 'course.moved', course, by: 'policy' });
    expect(at.news()).toEqual([]);
  });

  test('an undo is no switch', () => {
    const at = started();
    use(at, { activeAccounts: { [openaiId]: grace.id } });
    at.news();
    at.store.dispatch({ type: 'switch.moved', running: { step: 'undoing', to: 'Grace' } });
    use(at, { activeAccounts: { [openaiId]: ada.id } });
    at.store.dispatch({ type: 'switch.ended' });
    use(at, { activeAccounts: { [openaiId]: grace.id } });
    expect(at.news()).toEqual([to(ada, { action: 'undo' }), to(grace)]);
  });

  test('whoever comes where nobody was has not been switched to, nor who is left', () => {
    const at = started([]);
    at.store.dispatch({ type: 'account.signed-in', account: ada });
    use(at, { activeAccounts: { [openaiId]: ada.id } });
    at.store.dispatch({ type: 'account.signed-in', account: grace });
    use(at, { activeAccounts: { [openaiId]: grace.id } });
    at.store.dispatch({ type: 'account.signed-out', account: grace.id });
    use(at, {});
    expect(at.news().map(({ action, account }) => [action, account])).toEqual([
      ['import', ada.id],
      ['import', grace.id],
      ['switch', grace.id],
      ['sign-out', grace.id],
    ]);
  });

  test('in any order of choices, each that changes something is one entry, and nothing else is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(ada, grace), { maxLength: 10 }), (chosen) => {
        const at = started();
        for (const { id } of chosen) use(at, { activeAccounts: { [openaiId]: id } });
        const changes = chosen.filter((account, index) => account !== (chosen[index - 1] ?? ada));
        expect(at.news().map(({ account }) => account)).toEqual(changes.map(({ id }) => id));
      }),
      { numRuns: 50 },
    );
  });
});

test('a command of a company is written down when it has run, by whose yes, and how it ended', () => {
  const at = started();
  const ended = {
    type: 'company-command.ended',
    consumer: consumerId('opencode'),
    host: 'company.example.test',
    program: '/home/ada/bin/company-key',
  } as const;
  at.store.dispatch({ ...ended, by: 'person' });
  at.store.dispatch({ ...ended, by: 'policy', failure: 'company-login/failed' });
  const { consumer, program, host: what } = ended;
  const entry = { action: 'command', consumer, program, what };
  expect(at.news()).toEqual([
    { actor: 'person', ...entry },
    { actor: 'policy', ...entry, failure: 'company-login/failed' },
  ]);
});

test.each(['approved', 'forgotten'] as const)(
  'a yes to a provider package that is %s is written down with file, name and hosts',
  (decision) => {
    const at = started();
    at.store.dispatch({
      type: 'package.decided',
      decision,
      by: 'cli',
      file: 'acme.json',
      provider: providerId('acme'),
      label: 'Acme AI',
      hosts: ['api.acme.example', 'eu.acme.example'],
    });
    expect(at.news()).toEqual([
      {
        actor: 'cli',
        action: `package-${decision}`,
        provider: 'acme',
        what: 'acme.json (Acme AI): api.acme.example, eu.acme.example',
      },
    ]);
  },
);

test('what the person chooses for a feature flag is written down, and that it was taken back', () => {
  const at = started();
  at.store.dispatch({ type: 'flag.decided', flag: 'company-logins', variant: 'off', by: 'person' });
  at.store.dispatch({ type: 'flag.decided', flag: 'company-logins', by: 'person' });
  expect(at.news()).toEqual([
    { actor: 'person', action: 'flag-set', what: 'company-logins off' },
    { actor: 'person', action: 'flag-reset', what: 'company-logins' },
  ]);
});

test('what protects the keys from then on is written down, and each account whose keys leave in a backup', () => {
  const at = started();
  at.store.dispatch({ type: 'key-store.decided', decision: 'new passphrase', by: 'cli' });
  at.store.dispatch({ type: 'account.backed-up', account: ada.id, by: 'cli' });
  expect(at.news()).toEqual([
    { actor: 'cli', action: 'key-store', what: 'new passphrase' },
    { actor: 'cli', action: 'backup', provider: openaiId, account: ada.id },
  ]);
});

test('an account whose provider package is read only after the accounts has not been switched to', () => {
  const acme = openaiEntry({ id: accountId('acme:ada'), provider: providerId('acme') }).account;
  const at = started([ada, acme]);
  at.providers.push({ id: providerId('acme'), label: 'Acme AI' });
  at.store.dispatch({ type: 'packages.seen', packages: [] });
  at.store.dispatch({ type: 'course.moved', course: at.store.state().course, by: 'policy' });
  expect(at.news()).toEqual([]);
});

describe('consents', () => {
  const consent = { clientId: 'client-1', version: 1, at: noonMs };
  const consenting = ({ store }: Work, ...names: readonly string[]): void => {
    const consents = Object.fromEntries(names.map((name) => [name, consent]));
    store.dispatch({ type: 'settings.changed', settings: { ...store.state().settings, consents } });
  };

  test('each is written down when it is given, and again when it was taken back', () => {
    const at = started();
    consenting(at, 'claude');
    consenting(at, 'claude', 'codex');
    consenting(at, 'claude');
    consenting(at, 'claude', 'codex');
    expect(at.news()).toEqual(
      ['claude', 'codex', 'codex'].map((what) => ({ actor: 'person', action: 'consent', what })),
    );
  });

  test('those of an earlier run are not given now', () => {
    const settings = { ...initialState.settings, consents: { claude: consent } };
    const at = started([ada], { settings });
    use(at, { activeAccounts: {} });
    expect(at.news()).toEqual([]);
  });
});
