// Sign-in with a client that the person has registered with Anthropic: what there is to say about it, and which client
// ids are refused. The code behind it is loaded on use.
import { Failure } from '../../domain/failure.ts';
import type { BrowserMethod } from '../description.ts';

/** Anthropic's own program; to use its id would be to pass for it (protocols §2.1). */
const claudeCodeClientId = '9d1c250a-e61b-44d9-88ed-5944d1962f5e';

/** A UUID, but not Claude Code's: consent to using that one must not even be recorded. */
const clientIdPattern = new RegExp(
  `^(?!${claudeCodeClientId}$)[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}$`,
  'i',
);

/** @throws Failure `sign-in/consent-needed` without a client id, `credential/malformed` for one that cannot be meant */
function requireOwnClient(clientId: string | undefined): string {
  const subject = 'Claude';
  if (clientId === undefined) throw new Failure('sign-in/consent-needed', { subject });
  if (clientId.toLowerCase() === claudeCodeClientId) {
    throw new Failure('credential/malformed', { subject, detail: 'this client id belongs to Claude Code' });
  }
  if (!clientIdPattern.test(clientId)) {
    throw new Failure('credential/malformed', { subject, detail: 'a client id looks like a UUID' });
  }
  return clientId;
}

export const registeredClient: BrowserMethod = {
  kind: 'browser',
  id: 'registered-client',
  label: 'Sign in with your registered client',
  standing:
    'Anthropic lets only clients that it has registered sign in to Claude.ai. ' +
    'This is for people or companies who have registered one; everybody else uses an API key.',
  ports: [1456],
  hasCodePage: true,
  registration: {
    consent:
      'Anthropic allows sign-in with a Claude.ai account only to clients that it has registered. ' +
      'I confirm that I or my company registered this client id with Anthropic for this use. ' +
      'Gatehouse keeps the tokens of the sign-in encrypted on this computer and asks Anthropic for plan and usage with them. ' +
      'It gives the access token, never the refresh token, to the programs whose shared file is switched on for Claude.',
    consentVersion: 1,
    clientIdHint: '00000000-0000-…',
    clientIdPattern,
  },
  async begin({ clientId, ...given }, tools, signal) {
    const own = { ...given, clientId: requireOwnClient(clientId) };
    return (await import('./authorization.ts')).begin(own, tools, signal);
  },
};
