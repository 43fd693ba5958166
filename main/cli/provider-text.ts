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
  const usual = methods.find(({ kind }) => kind === method.kind);
  return words.call(id, [
    ...(usual === method ? [] : [words.methodOption(method.id)]),
    ...(method.consent !== null && method.agreedClientId === null ? [words.consentOptions] : []),
    ...(method.kind === 'api-key' ? [words.keyOptions] : []),
  ]);
}

function consentLines({ consent, agreedClientId }: Method, width: number): string[] {
  if (consent === null) return [];
  if (agreedClientId !== null) return wrapped(words.agreedFor(agreedClientId), width, deep);
  return [...wrapped(words.needsConsent, width, deep), ...wrapped(consent, width, `${deep}  `)];
}

/** What `auth providers` prints, at most `width` wide. */
export function providersText({ providers }: ProvidersAnswer, width: number): string {
  return providers
    .map((provider) =>
      [
        words.line(provider.id, provider.label, provider.signedIn, provider.preferred),
        ...provider.methods.flatMap((method) => [
          `  ${method.id}: ${method.label}`,
          ...wrapped(method.standing, width, deep),
          ...consentLines(method, width),
          `${deep}${call(provider, method)}`,
        ]),
      ].join('\n'),
    )
    .join('\n\n');
}
