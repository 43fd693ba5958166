// The providers and their ways to sign in, as lines for people.
import type { ProvidersAnswer } from '../broker/protocol.ts';
import { messages } from './messages.ts';
import { wrapped } from './terminal.ts';

type Provider = ProvidersAnswer['providers'][number];
type Method = Provider['methods'][number];

const { providers: words } = messages;
const deep = ' '.repeat(4);

/** The command that signs in this way. It is never wrapped, so that it can be copied. */
function call({ id, methods }: Provider, method: Method): string {
  const asksConsent = method.consent !== null && method.agreedClientId === null;
  // As the app chooses: by the key or the client id that is given, else the first that needs no key.
  const usual = methods.find(({ kind, consent }) =>
    method.kind === 'api-key' || kind === 'api-key' ? kind === method.kind : !asksConsent || consent !== null,
  );
  return words.call(id, [
    ...(usual === method ? [] : [words.methodOption(method.id)]),
    ...(asksConsent ? [words.consentOptions] : []),
    ...(method.kind === 'api-key' ? [words.keyOptions] : []),
  ]);
}

function consentLines({ consent, agreedClientId }: Method, width: number): string[] {
  if (consent === null) return [];
  if (agreedClientId !== null) return wrapped(words.agreedFor(agreedClientId), width, deep);
  return [...wrapped(words.needsConsent, width, deep), ...wrapped(consent, width, `${deep}  `)];
}

function thirdPartyLines({ thirdParty }: Provider, width: number): string[] {
  if (thirdParty === undefined) return [];
  const { hosts, problem } = thirdParty;
  return [
    ...wrapped(words.thirdParty(hosts), width, '  '),
    ...(problem === null ? [] : wrapped(`! ${problem.what} ${problem.next}`, width, '  ')),
  ];
}

function programLines({ program }: Method, width: number): string[] {
  return program === null ? [] : wrapped(words.program(program.label, program.install), width, deep);
}

/** What `auth providers` prints, at most `width` wide. */
export function providersText({ providers }: ProvidersAnswer, width: number): string {
  return providers
    .map((provider) =>
      [
        words.line(provider.id, provider.label, provider.signedIn, provider.preferred),
        ...thirdPartyLines(provider, width),
        ...provider.methods.flatMap((method) => [
          `  ${method.id}: ${method.label}`,
          ...wrapped(method.standing, width, deep),
          ...programLines(method, width),
          ...consentLines(method, width),
          `${deep}${call(provider, method)}`,
        ]),
      ].join('\n'),
    )
    .join('\n\n');
}
