// GitHub's device sign-in with an app that the person has registered: what there is to say about it, and which client ids
// are refused. The code behind it is loaded on use.
import { Failure } from '../../domain/failure.ts';
import type { DeviceMethod } from '../description.ts';
import { githubCom, placeOf, type GithubSite } from './site.ts';

/** To use the id of one of these programs would be to pass for it (protocols §4). */
const foreignClients: Readonly<Record<string, string>> = {
  'iv1.b507a08c87ecfe98': 'Visual Studio Code',
  ov23ctdvkrmgkpke0mmm: 'Copilot CLI',
  ov23li8tweqw6odwqebz: 'OpenCode',
};

const foreign = Object.keys(foreignClients)
  .join('|')
  .replaceAll('.', String.raw`\.`);

/** An OAuth App or a GitHub App, but none of those: consent to using theirs must not even be recorded. */
const clientIdPattern = new RegExp(
  String.raw`^(?!(?:${foreign})$)(?:Iv1\.[\da-f]{16}|[IO]v23[a-z]{2}[a-z\d]{14})$`,
  'i',
);

/** @throws Failure `sign-in/consent-needed` without a client id, `credential/malformed` for one that cannot be meant */
function requireOwnClient(clientId: string | undefined, { label: subject }: GithubSite): string {
  if (clientId === undefined) throw new Failure('sign-in/consent-needed', { subject });
  const name = clientId.toLowerCase();
  const program = Object.hasOwn(foreignClients, name) ? foreignClients[name] : undefined;
  if (program !== undefined)
    throw new Failure('credential/malformed', { subject, detail: `this client id belongs to ${program}` });
  if (!clientIdPattern.test(clientId))
    throw new Failure('credential/malformed', { subject, detail: 'a client id looks like Ov23li…' });
  return clientId;
}

/** The words name the host, so what was agreed to for one is none for another: each has a version of its own. */
function consentVersionOf({ host }: GithubSite): number {
  if (host === githubCom.host) return 1;
  return Array.from(host).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2 ** 31, 7);
}

export function ownAppAt(site: GithubSite): DeviceMethod {
  const place = placeOf(site);
  const where = site.host === githubCom.host ? '' : ` at ${place}`;
  return {
    kind: 'device',
    id: 'own-app',
    label: 'Sign in with an app of your own',
    standing:
      `GitHub’s own device sign-in${where}, with an app that you register there, because Gatehouse passes for no other program. ` +
      'Plan and quota come from an address of GitHub’s own programs, which GitHub does not document.',
    registration: {
      consent:
        `I confirm that I or my company registered the app with this client id at ${place}, with device flow switched on. ` +
        `Gatehouse keeps the token of the sign-in encrypted on this computer, asks ${place} for name, plan and quota with it, ` +
        `and gives it only to programs that I allow. The access ends on ${place}, under Settings, Applications.`,
      consentVersion: consentVersionOf(site),
      clientIdHint: 'Ov23li…',
      clientIdPattern,
    },
    async begin({ clientId }, tools, signal) {
      const ownClientId = requireOwnClient(clientId, site);
      return (await import('./device-authorization.ts')).begin(site, ownClientId, tools, signal);
    },
  };
}
