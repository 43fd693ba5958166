// Claude Code as the keeper of logins: signed in, asked and signed out through its own commands (protocols §2.2–2.4).
import { providerId } from '../../domain/ids.ts';
import { Failure } from '../../domain/failure.ts';
import { Secret } from '../../domain/secret.ts';
import type { ProgramResult, ProgramRun } from '../../ports.ts';
import type { DrivenLoginOwner, LoginIdentity, LoginPlace, OwnerTools } from '../description.ts';
import { objectIn, parsedObject, textIn } from '../fields.ts';
import { identityOf, isNamedWrongly, isStillOf, subjectOf, type ClaudeFiles } from './identity.ts';
import { readUsage, usageEnvironment, usageLimits, usageWords } from './usage.ts';

const label = 'Claude Code';

/** With any of these it would use, or show, something else than the login in its folder. */
const overriding = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_CONFIG_DIR',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_PROFILE',
  'ANTHROPIC_UNIX_SOCKET',
  'CLAUDE_CODE_API_BASE_URL',
  'CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR',
  'CLAUDE_CODE_CUSTOM_OAUTH_URL',
  'CLAUDE_CODE_OAUTH_CLIENT_ID',
  'CLAUDE_CODE_OAUTH_REFRESH_TOKEN',
  'CLAUDE_CODE_OAUTH_SCOPES',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR',
  'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
  'CLAUDE_CODE_REMOTE',
  'CLAUDE_CODE_SESSION_ACCESS_TOKEN',
  'CLAUDE_CODE_SIMPLE',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_VERTEX',
  // Where its login is, is for us to say.
  'CLAUDE_CONFIG_DIR',
  'CLAUDE_SECURESTORAGE_CONFIG_DIR',
  // When we were started from a terminal of Claude Code itself.
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
] as const;

function order(at: LoginPlace, { executable }: OwnerTools, words: readonly string[]): ProgramRun {
  return {
    program: executable,
    words,
    environment: {
      ...Object.fromEntries(overriding.map((name) => [name, undefined])),
      ...(at.place === 'private' && { CLAUDE_CONFIG_DIR: at.folder }),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      NO_COLOR: '1',
    },
  };
}

/** What `claude auth status --json` says; what it complains about may stand around it. @throws Failure `credential/owner-silent` */
function identityInStatus({ output }: ProgramResult): LoginIdentity | undefined {
  const status = parsedObject(/^\{.*^\}/ms.exec(output)?.[0]);
  if (status === undefined)
    throw new Failure('credential/owner-silent', { subject: label, detail: 'no status' });
  const email = textIn(status, 'email');
  // An API key, a cloud or a token of the environment is no login.
  if (status['loggedIn'] !== true || status['authMethod'] !== 'claude.ai' || email === undefined)
    return undefined;
  const subject = subjectOf(email, textIn(status, 'orgId'));
  if (subject === undefined) return undefined;
  const organization = textIn(status, 'orgName');
  const plan = textIn(status, 'subscriptionType');
  // For example `max_20x`.
  const planDetail = /_(\d{1,3}x)$/.exec(textIn(status, 'planTier') ?? '')?.[1];
  const loginExpiresAt = Date.parse(textIn(status, 'loginExpiresAt') ?? '');
  return {
    provider: providerId('claude'),
    subject,
    label: email,
    ...(organization !== undefined && { organization }),
    ...(plan !== undefined && { plan }),
    ...(planDetail !== undefined && { planDetail }),
    ...(!Number.isNaN(loginExpiresAt) && { loginExpiresAt }),
  };
}

type Reader = Pick<OwnerTools, 'read'>;

const readCredentials = ({ folder }: LoginPlace, { read }: Reader) => read(`${folder}/.credentials.json`);

/** Its files say whose login it is without a start of the program, which in its usual place would rewrite them. */
async function readFiles(at: LoginPlace, tools: Reader): Promise<ClaudeFiles> {
  return {
    credentialsText: await readCredentials(at, tools),
    // Beside the usual folder, but inside one that it is told to use.
    claudeJsonText: await tools.read(
      at.place === 'usual' ? `${at.folder}.json` : `${at.folder}/.claude.json`,
    ),
  };
}

/** Nothing can ask it to renew a login: it does so by itself before a request of its own. */
export const owner: DrivenLoginOwner = {
  program: 'claude',
  label,
  install: 'npm install -g @anthropic-ai/claude-code',

  /** It opens the browser itself, and needs no terminal to do so. */
  async signIn(at, tools, signal) {
    const { code, output } = await tools.programs.run(
      order(at, tools, ['auth', 'login', '--claudeai']),
      signal,
    );
    if (code === 0) return;
    // Its word for an answer of the browser that says no.
    if (output.includes('No authorization code received'))
      throw new Failure('sign-in/denied', { subject: label });
    throw new Failure('sign-in/program-failed', { subject: label, detail: `exit code ${code}` });
  },

  async read(at, tools, signal) {
    const files = await readFiles(at, tools);
    const found = identityOf(files);
    if (found !== undefined) return found;
    // A session with a login from elsewhere has left its name there. Asked now, the program would tell that name.
    if (isNamedWrongly(files))
      throw new Failure('credential/owner-silent', {
        subject: label,
        detail: 'its notes name another login',
      });
    // On macOS there is no file to read: the login is in the keychain.
    return identityInStatus(await tools.programs.run(order(at, tools, ['auth', 'status', '--json']), signal));
  },

  async isStill(at, subject, tools) {
    return isStillOf(await readFiles(at, tools), subject);
  },

  usage: {
    kind: 'screen',
    polled: false,
    limits: usageLimits,
    read(at, tools, signal) {
      const { program, words, environment } = order(at, tools, usageWords);
      const asked = { program, words, environment: { ...environment, ...usageEnvironment } };
      return readUsage(asked, label, tools, signal);
    },
  },

  /** In the keychain of macOS it is out of reach. One that has ended is lent as well: only the provider knows. */
  async lendToken(at, tools) {
    const stored = objectIn(parsedObject(await readCredentials(at, tools)), 'claudeAiOauth');
    const token = textIn(stored, 'accessToken');
    return token === undefined ? undefined : new Secret(token);
  },

  /** @throws Failure `credential/not-revoked` when only the folder forgot the login, `credential/owner-silent` */
  async signOut(at, tools, signal) {
    const { code, output } = await tools.programs.run(order(at, tools, ['auth', 'logout']), signal);
    if (code !== 0)
      throw new Failure('credential/owner-silent', { subject: label, detail: `exit code ${code}` });
    // It ends well all the same.
    if (output.includes("didn't confirm the login was revoked"))
      throw new Failure('credential/not-revoked', { subject: label });
  },
};
