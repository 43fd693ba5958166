// Where an account's figures can come from: our own keys, the program that keeps the login, or that program's key if allowed.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountIdOf } from '../../../main/domain/ids.ts';
import { createQuotaSources } from '../../../main/flows/quota-sources.ts';
import type { ProviderDescription, QuotaAnswer } from '../../../main/providers/description.ts';
import { claudeEntry, noonMs, openaiEntry, quotaWindow } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { noHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { adaAtProgram, exampleProgram, FakeOwners } from '../../fakes/owner.ts';
import { exampleId, exampleProvider } from '../../fakes/provider.ts';
import { FakeTime } from '../../fakes/time.ts';

const entry = openaiEntry();
const renewed = openaiEntry({ label: 'renewed' });
const delegated: SignedInAccount = {
  account: {
    id: accountIdOf(exampleId, adaAtProgram.subject),
    provider: exampleId,
    label: adaAtProgram.label,
    kind: 'delegated',
  },
  credential: {
    kind: 'delegated',
    origin: 'owner-sign-in',
    destinations: [],
    obtainedAt: noonMs,
    owner: exampleProgram,
    folder: '/logins/1',
    place: 'private',
  },
};
const good: QuotaAnswer = { windows: [quotaWindow()], source: 'a page' };
const rejected = new Failure('credential/rejected', { subject: 'Example' });
const limits = { spacingMs: 1, perHour: 2 };
const programLimits = { spacingMs: 3, perHour: 4 };

/** Answers come one after the other. What was done is written down. */
function sourcesOf(
  of: SignedInAccount,
  {
    answers = [good],
    isLent = false,
    provider = {},
    replacing = async () => renewed,
  }: {
    answers?: readonly (QuotaAnswer | Failure)[];
    isLent?: boolean;
    provider?: Partial<ProviderDescription>;
    replacing?: () => Promise<SignedInAccount>;
  } = {},
) {
  const owners = new FakeOwners();
  const done = owners.asked;
  const left = [...answers];
  const next = async (): Promise<QuotaAnswer> => {
    const answer = left.shift() ?? rejected;
    if (answer instanceof Failure) throw answer;
    return answer;
  };
  const description = exampleProvider([], {
    readQuota: ({ account, accessToken }) => {
      done.push(`the provider for ${account.label} with ${accessToken.reveal()}`);
      return next();
    },
    quotaLimits: limits,
    borrowedKeyStanding: 'tolerated',
    quotaIn: { program: async (said) => (said['quota'] === undefined ? undefined : good) },
    ...provider,
  });
  const sources = createQuotaSources({
    book: { get: (id) => (id === of.account.id ? of : undefined) },
    fresh: {
      get: async () => of,
      replace: async () => {
        done.push('replaced');
        return replacing();
      },
    },
    owners,
    find: () => description,
    toolsFor: () => ({ http: noHttp, clock: new FakeTime(noonMs), log: new RecordingLog() }),
    settings: () => ({ borrowKeys: { [exampleId]: isLent } }),
  });
  return { source: () => sources.of(of.account.id), sources, owners, done };
}

function facts(source: ReturnType<ReturnType<typeof sourcesOf>['source']>) {
  return source && { kind: source.kind, limits: source.limits, polled: source.polled };
}

describe('an account with keys of our own', () => {
  test('is asked about at its provider, within the provider’s limits', async () => {
    const { source, done } = sourcesOf(entry);
    expect([facts(source()), await source()?.read(), done]).toEqual([
      { kind: 'api', limits, polled: true },
      good,
      ['the provider for ada@example.test with canary_access'],
    ]);
  });

  test('whose keys are refused is asked about again with others', async () => {
    const { source, done } = sourcesOf(entry, { answers: [rejected, good] });
    expect([await source()?.read(), done]).toEqual([
      good,
      [
        'the provider for ada@example.test with canary_access',
        'replaced',
        'the provider for renewed with canary_access',
      ],
    ]);
  });

  test('whose fresh keys are refused as well is not signed out: they are good, but not for this', async () => {
    const { source, done } = sourcesOf(entry, { answers: [rejected, rejected, good] });
    expect([await failureOf(source()?.read() ?? Promise.resolve()), done.length]).toEqual([
      { code: 'provider/forbidden', subject: 'Example', detail: 'fresh keys are refused' },
      3,
    ]);
  });

  test('whose keys cannot be replaced says why', async () => {
    const left = new Failure('credential/left-to-owner', { subject: 'ada@example.test' });
    const { source } = sourcesOf(entry, { answers: [rejected], replacing: () => Promise.reject(left) });
    expect(await failureOf(source()?.read() ?? Promise.resolve())).toEqual(left.toValue());
  });
});

describe('an account whose login a program keeps', () => {
  test('is asked about at the program, and only this login’s answer counts', async () => {
    const { source, owners, done } = sourcesOf(delegated);
    owners.usage = { kind: 'program', polled: true, limits: programLimits };
    owners.says = async () => ({ quota: 1 });
    expect([facts(source()), await source()?.read(), done]).toEqual([
      { kind: 'program', limits: programLimits, polled: true },
      good,
      ['whose login is at /logins/1', 'the quota at /logins/1', 'whose login is at /logins/1'],
    ]);
  });

  test('that has become somebody else’s while it was asked gives no answer', async () => {
    const { source, owners } = sourcesOf(delegated);
    owners.usage = { kind: 'program', polled: true, limits: programLimits };
    owners.says = async () => {
      owners.found = { ...adaAtProgram, subject: 'cli/eve@example.test/org-1' };
      return { quota: 1 };
    };
    expect(await failureOf(source()?.read() ?? Promise.resolve())).toEqual({
      code: 'credential/owner-changed',
      subject: 'ada@example.test',
    });
  });

  test('whose program says nothing of a quota fails with that', async () => {
    const { source, owners } = sourcesOf(delegated);
    owners.usage = { kind: 'program', polled: true, limits: programLimits };
    expect(await failureOf(source()?.read() ?? Promise.resolve())).toEqual({
      code: 'provider/unexpected-answer',
      subject: 'Example',
      detail: 'no figures',
    });
  });

  test('is asked about at the provider with the program’s key only where the person allows it', async () => {
    const { source, done } = sourcesOf(delegated, { isLent: true });
    expect([facts(source()), await source()?.read(), done]).toEqual([
      { kind: 'api', limits, polled: true },
      good,
      [
        'whose login is at /logins/1',
        'the token at /logins/1',
        'the provider for ada@example.test with canary_lent',
        'whose login is at /logins/1',
      ],
    ]);
  });

  test('whose lent key is refused is left to the program, which renews it: nobody is signed out', async () => {
    const { source } = sourcesOf(delegated, { isLent: true, answers: [rejected] });
    expect(await failureOf(source()?.read() ?? Promise.resolve())).toEqual({
      code: 'credential/left-to-owner',
      subject: 'Example',
    });
  });

  test.each<[string, boolean, Partial<ProviderDescription>]>([
    ['neither program nor permission', false, {}],
    ['a program that the provider does not understand', false, { quotaIn: {} }],
  ])('with %s cannot be asked about', (_name, isLent, provider) => {
    const { source, owners } = sourcesOf(delegated, { isLent, provider });
    if ('quotaIn' in provider) owners.usage = { kind: 'program', polled: true, limits: programLimits };
    expect(source()).toBeUndefined();
  });
});

describe('an account with an entered key', () => {
  const readKeyQuota: ProviderDescription['readKeyQuota'] = async ({ account, key }) => ({
    ...good,
    source: `${account.label} with ${key.reveal()}`,
  });

  test('is asked about at a provider that tells the key what is left, within the provider’s limits', async () => {
    const { source, done } = sourcesOf(claudeEntry(), { provider: { readKeyQuota } });
    expect([facts(source()), await source()?.read(), done]).toEqual([
      { kind: 'api', limits, polled: true },
      { ...good, source: 'API key …wxyz with canary_key_wxyz' },
      [],
    ]);
  });

  test('whose key is no longer taken says so, for nobody can renew it', async () => {
    const gone = new Failure('credential/rejected', { subject: 'Example' });
    const { source, done } = sourcesOf(claudeEntry(), {
      provider: { readKeyQuota: () => Promise.reject(gone) },
    });
    expect([await failureOf(source()?.read() ?? Promise.resolve()), done]).toEqual([gone.toValue(), []]);
  });

  test('of another issuer is asked about nowhere', async () => {
    const asked: string[] = [];
    const provider: Partial<ProviderDescription> = {
      keyIssuer: 'https://other.ghe.com/login/oauth',
      readKeyQuota: async ({ key }) => {
        asked.push(key.reveal());
        return good;
      },
    };
    const { source } = sourcesOf(claudeEntry(), { provider });
    const { code } = await failureOf(source()?.read() ?? Promise.resolve());
    expect([code, asked]).toEqual(['credential/rejected', []]);
  });

  test('cannot be asked about where nothing is said of how often', () => {
    const { quotaLimits: _limits, ...provider } = exampleProvider([], { readKeyQuota });
    const sources = createQuotaSources({
      book: { get: () => claudeEntry() },
      fresh: { get: async () => entry, replace: async () => entry },
      owners: new FakeOwners(),
      find: () => provider,
      toolsFor: () => ({ http: noHttp, clock: new FakeTime(noonMs), log: new RecordingLog() }),
      settings: () => ({ borrowKeys: {} }),
    });
    expect(sources.of(claudeEntry().account.id)).toBeUndefined();
  });
});

test('most API keys have no quota, and an account that is not there neither', () => {
  const { sources } = sourcesOf(claudeEntry());
  expect([sources.of(claudeEntry().account.id), sources.of(entry.account.id)]).toEqual([
    undefined,
    undefined,
  ]);
});
