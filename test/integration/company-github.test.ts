// A company's own GitHub from a file: people sign in there, and nothing of it and nothing of github.com reaches the other one.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isOAuthAccount, type SignedInAccount } from '../../main/domain/account.ts';
import { Secret } from '../../main/domain/secret.ts';
import type { ApiKeyMethod, DeviceMethod, ProviderDescription } from '../../main/providers/description.ts';
import { copilot } from '../../main/providers/copilot/index.ts';
import { packageProvider } from '../../main/providers/package-provider.ts';
import { failureOf } from '../fakes/failures.ts';
import { noHttp } from '../fakes/http.ts';
import { RecordingLog } from '../fakes/log.ts';
import { parsed } from '../fakes/parsed.ts';
import { githubPackage, packageOf } from '../fakes/provider-packages.ts';
import { deviations } from '../world/sandbox/deviations.ts';
import { signInsBy } from './support/provider-ways.ts';
import { useSandbox } from './support/sandbox-tools.ts';

const there = useSandbox();
const { sandbox, toolsOf, typeIn, personOf, wait } = there;
const { signInByCode } = signInsBy(there);
const { signal } = new AbortController();

const acme = packageProvider(packageOf(githubPackage));
const elsewhere = packageProvider(packageOf({ ...githubPackage, github: 'other.ghe.com' }));
const silent = { http: noHttp, clock: { nowMs: () => 0 }, log: new RecordingLog() };

function deviceOf({ methods }: ProviderDescription): DeviceMethod {
  const method = methods.find(({ kind }) => kind === 'device');
  if (method?.kind !== 'device') throw new Error('no way by a code');
  return method;
}

function tokenOf({ methods }: ProviderDescription): ApiKeyMethod {
  const method = methods.find(({ kind }) => kind === 'api-key');
  if (method?.kind !== 'api-key') throw new Error('no way by a token');
  return method;
}

/** By the app whose tokens end. */
async function endingSignIn(provider: ProviderDescription): Promise<SignedInAccount> {
  const clientId = deviations['github-own-app'].value;
  const attempt = await deviceOf(provider).begin({ clientId }, toolsOf(provider), signal);
  const { email } = personOf(provider);
  await typeIn(attempt.url, { code: attempt.code, email, decision: 'allow' });
  wait(attempt.intervalMs);
  const answer = await attempt.ask(signal);
  if (answer.kind !== 'allowed') throw new Error(`the code was not taken: ${answer.kind}`);
  return answer.finish();
}

const askedHosts = () =>
  new Set(
    sandbox()
      .log.since(0)
      .map(({ host }) => host),
  );

test('a person signs in there by a code, and only its hosts are asked', async () => {
  const { account, credential } = await signInByCode({ provider: acme, method: deviceOf(acme) });
  const quota =
    credential.kind === 'api-key'
      ? await acme.readKeyQuota?.({ account, key: credential.key }, toolsOf(acme))
      : undefined;
  const { id, ...shown } = account;
  expect([
    /^acme-github:acme\.ghe\.com\/user-\d+$/.test(id),
    shown,
    credential.kind === 'api-key' && credential.issuer,
    quota?.plan,
    quota?.source,
    quota?.windows.find((window) => window.id === 'premium-requests')?.usedPercent,
    [...askedHosts()].sort(),
  ]).toEqual([
    true,
    { provider: 'acme-github', label: 'ada-moreau', kind: 'api-key' },
    'https://acme.ghe.com/login/oauth',
    { plan: 'enterprise' },
    'Acme GitHub',
    35,
    ['acme.ghe.com', 'api.acme.ghe.com'],
  ]);
});

test('a sign-in that ends is renewed there, by the app of the person’s own', async () => {
  const entry = await endingSignIn(acme);
  if (!isOAuthAccount(entry)) throw new Error('its token lasts');
  const renewed = await acme.refresh?.(entry, toolsOf(acme));
  expect([
    renewed?.account,
    renewed?.credential.issuer,
    renewed?.credential.accessToken.reveal() === entry.credential.accessToken.reveal(),
    [...askedHosts()].sort(),
  ]).toEqual([
    entry.account,
    'https://acme.ghe.com/login/oauth',
    false,
    ['acme.ghe.com', 'api.acme.ghe.com'],
  ]);
});

test.each([
  ['of github.com', copilot, acme],
  ['of the company', acme, copilot],
])('a token %s is none at the other', async (_name, from, to) => {
  const key = new Secret(personOf(from).apiKey);
  const refused = await failureOf(tokenOf(to).accept(key, toolsOf(to), signal));
  expect(refused).toEqual({ code: 'credential/key-rejected', subject: to.label });
});

test('the page of a code is that of its host, and takes no code of the other', async () => {
  const clientId = deviations['github-own-oauth-app'].value;
  const begin = (provider: ProviderDescription) =>
    deviceOf(provider).begin({ clientId }, toolsOf(provider), signal);
  const [company, usual] = [await begin(acme), await begin(copilot)];
  const { email } = personOf(acme);
  for (const { code } of [usual, company]) await typeIn(company.url, { code, email, decision: 'allow' });
  wait(usual.intervalMs);
  expect([company.url, usual.url, (await usual.ask(signal)).kind, (await company.ask(signal)).kind]).toEqual([
    'https://acme.ghe.com/login/device',
    'https://github.com/login/device',
    'pending',
    'allowed',
  ]);
});

test('github.com redeems no code of the company and renews no sign-in of it', async () => {
  const clientId = deviations['github-own-oauth-app'].value;
  const tools = toolsOf(acme);
  await deviceOf(acme).begin({ clientId }, tools, signal);
  const begun = z.object({ device_code: z.string() }).parse(parsed(tools.exchanges[0]?.text ?? ''));
  const body = new URLSearchParams({
    ...begun,
    client_id: clientId,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
  });
  const redeemed = await there.ask()('https://github.com/login/oauth/access_token', { method: 'POST', body });
  const entry = await endingSignIn(acme);
  if (!isOAuthAccount(entry)) throw new Error('its token lasts');
  const renewal = await failureOf(() => copilot.refresh?.(entry, toolsOf(copilot)));
  expect([parsed(redeemed.text), renewal.code]).toEqual([
    expect.objectContaining({ error: 'incorrect_device_code' }),
    'credential/rejected',
  ]);
});

test('what was signed in before the file got another host is not sent to that', async () => {
  const entry = await endingSignIn(acme);
  if (!isOAuthAccount(entry)) throw new Error('its token lasts');
  const { account, credential } = entry;
  const { accessToken } = credential;
  const failures = await Promise.all([
    failureOf(() => elsewhere.readQuota?.({ account, accessToken }, silent)),
    failureOf(() => elsewhere.readKeyQuota?.({ account, key: accessToken }, silent)),
    failureOf(() => elsewhere.refresh?.(entry, silent)),
  ]);
  const refused = {
    code: 'credential/rejected',
    subject: 'Acme GitHub',
    detail: 'it was signed in at another host than other.ghe.com',
  };
  expect(failures).toEqual([refused, refused, refused]);
});

test('what was agreed to for one host is not agreed to for another', () => {
  const [one, other, usual] = [acme, elsewhere, copilot].map((each) => deviceOf(each).registration);
  expect([
    one?.consent.includes('acme.ghe.com'),
    new Set([one, other, usual].map((each) => each?.consentVersion)).size,
  ]).toEqual([true, 3]);
});
