// docs/providers.md: every provider, every way to sign in, where its figures come from, and which programs it serves.
import type { ConsumerDescription } from '../../main/consumers/description.ts';
import type { ProviderDescription, SignInMethod } from '../../main/providers/description.ts';
import { cell, code, row } from './table.ts';

/** What happens at each kind of sign-in. */
const kinds: Readonly<Record<SignInMethod['kind'], string>> = {
  browser: 'in your browser',
  device: 'by a code that you enter on any device',
  'api-key': 'by a key, on standard input',
  delegated: 'by the vendor’s own program, which keeps the login',
};

const toldBy: Readonly<Record<keyof NonNullable<ProviderDescription['quotaIn']>, string>> = {
  'status-line': 'the status line of its program',
  program: 'its program',
  screen: 'the usage screen of its program',
};

/** Where plan and quota come from, the best source first. */
function quotaSources(provider: ProviderDescription): readonly string[] {
  const { methods, readQuota, readKeyQuota, quotaIn = {}, borrowedKeyStanding } = provider;
  const signsIn = methods.some(({ kind }) => kind === 'browser' || kind === 'device');
  const told = Object.entries(toldBy).flatMap(([kind, words]) => (kind in quotaIn ? words : []));
  return [
    ...(readQuota !== undefined && signsIn ? ['the provider, for a sign-in that Gatehouse keeps'] : []),
    ...(readKeyQuota === undefined ? [] : ['the provider, for a key']),
    ...told,
    ...(borrowedKeyStanding === undefined
      ? []
      : ['the provider, with the token of its program, if you allow that']),
  ];
}

function spacing({ quotaLimits }: ProviderDescription): string {
  if (quotaLimits === undefined) return '';
  const { spacingMs, perHour } = quotaLimits;
  return `every ${String(spacingMs / 60_000)} min at most, ${String(perHour)} times an hour`;
}

/** The whole command; no method is left to the app to choose, so that it means the same in a year. */
function command({ id }: ProviderDescription, method: SignInMethod): string {
  const needsClient = 'registration' in method;
  return [
    `gatehouse auth login --provider ${id} --method ${method.id}`,
    ...(needsClient ? ['--client-id ID --agree'] : []),
    ...(method.kind === 'api-key' ? ['--key-stdin < key.txt'] : []),
  ].join(' ');
}

function hostsOf({ hosts, statusPage }: ProviderDescription): string {
  const incidents = statusPage === undefined ? [] : [`${code(statusPage.host)} for incidents`];
  return [...hosts.map(code), ...incidents].join(', ');
}

function overviewRow(provider: ProviderDescription, consumers: readonly ConsumerDescription[]): string {
  const { id, label } = provider;
  const programs = consumers
    .filter(({ environment }) => environment?.providers.includes(id) === true)
    .map((consumer) => consumer.label);
  const sources = quotaSources(provider);
  return row([
    cell(label),
    code(id),
    sources.length === 0 ? 'nowhere' : cell(sources.join('; ')),
    spacing(provider),
    cell(programs.join(', ')),
    hostsOf(provider),
  ]);
}

function methodRows(provider: ProviderDescription): readonly string[] {
  return provider.methods.map((method) =>
    row([
      cell(provider.label),
      cell(method.label),
      kinds[method.kind],
      cell(method.standing),
      code(command(provider, method)),
    ]),
  );
}

export function providersOverview(
  providers: readonly ProviderDescription[],
  consumers: readonly ConsumerDescription[],
): string {
  return [
    '# Providers, and every way to sign in',
    '',
    'Made from the list of providers by `node scripts/write-cli-docs.ts`; do not edit. `gatehouse auth providers` tells the same',
    'of your app, with the providers that files of yours describe ([adding a provider](adding-a-provider.md)).',
    '',
    '## Ways to sign in',
    '',
    'Where a command takes `--client-id ID --agree`, you bring a client that you or your company registered with the vendor;',
    '`--agree` says yes to the words that `gatehouse auth providers` shows for it, and without it they are shown and asked.',
    '',
    '| provider | way | how | how the vendor stands towards it | command |',
    '| --- | --- | --- | --- | --- |',
    ...providers.flatMap(methodRows),
    '',
    '## Figures, programs and hosts',
    '',
    'For a provider Gatehouse asks these hosts and no others; its status page only where you want to hear of incidents. Where',
    'figures come from nowhere, the vendor has no address at which a key could ask what is left for it: agents get such a key',
    'all the same.',
    '',
    '| provider | name | plan and quota come from | asked | programs that it serves | hosts |',
    '| --- | --- | --- | --- | --- | --- |',
    ...providers.map((provider) => overviewRow(provider, consumers)),
    '',
  ].join('\n');
}
