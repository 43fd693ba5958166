// Codex as the keeper of logins: signed in and renewed through its app server (protocols §1.9), signed out by its command.
import { Failure, toFailure } from '../../domain/failure.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { DrivenLoginOwner, LoginIdentity, LoginPlace, OwnerTools } from '../description.ts';
import { parsedObject, textIn } from '../fields.ts';
import { uncut } from '../uncut.ts';
import { codexOrder, label, startAppServer } from './app-server.ts';
import { identityInUse } from './identity.ts';

function readFile({ folder }: LoginPlace, { read }: Pick<OwnerTools, 'read'>): Promise<string | undefined> {
  return read(`${folder}/auth.json`);
}

async function read(at: LoginPlace, tools: Pick<OwnerTools, 'read'>): Promise<LoginIdentity | undefined> {
  return identityInUse(parsedObject(await readFile(at, tools)));
}

/** What a person can do something about in what Codex says about a sign-in; its own words are for its own terminal. */
function signInFailure(said: string | undefined): Failure {
  if (said?.includes('denied') === true) return new Failure('sign-in/denied', { subject: label });
  if (said?.includes('already in use') === true) return new Failure('sign-in/ports-busy', { subject: label });
  return new Failure('sign-in/program-failed', { subject: label });
}

function requireSignedIn(completed: JsonObject): void {
  if (completed['success'] !== true) throw signInFailure(textIn(completed, 'error'));
}

/** A renewal in which nothing has come out is none, whatever the answer says: it does not name every failure. */
function requireRenewed(answer: JsonObject, before: string | undefined, after: string | undefined): void {
  if (answer['account'] == null) throw new Failure('credential/rejected', { subject: label });
  if (before !== undefined && before === after)
    throw new Failure('credential/owner-silent', { subject: label, detail: 'nothing was renewed' });
}

export const owner: DrivenLoginOwner = {
  program: 'codex',
  label,
  install: 'npm install -g @openai/codex',

  async signIn(at, tools, signal) {
    try {
      const server = await startAppServer(at, tools, signal);
      try {
        const { loginId, authUrl } = await server.call('account/login/start', { type: 'chatgpt' }, signal);
        if (typeof authUrl !== 'string') throw signInFailure('no address');
        await tools.browser.open(authUrl);
        requireSignedIn(
          await server.notified('account/login/completed', (one) => one['loginId'] === loginId, signal),
        );
      } finally {
        // With it goes its listener: a sign-in that nobody waits for any more cannot complete.
        await server.stop();
      }
    } catch (thrown) {
      signal.throwIfAborted();
      const failure = toFailure(thrown);
      if (failure.code !== 'credential/owner-silent') throw thrown;
      throw signInFailure(failure.cause instanceof Error ? failure.cause.message : undefined);
    }
  },

  /** From its file: to be asked, Codex would have to be started, and then it sends requests. */
  read,

  async isStill(at, subject, tools) {
    const found = await read(at, tools);
    return found === undefined ? undefined : found.subject === subject;
  },

  async renew(at, tools, signal) {
    const before = await readFile(at, tools);
    const server = await startAppServer(at, tools, signal);
    const answer = await uncut(
      (limit) => server.call('account/read', { refreshToken: true }, limit),
      () => server.stop(),
      signal,
      tools.timer,
    );
    requireRenewed(answer, before, await readFile(at, tools));
  },

  usage: {
    kind: 'program',
    polled: true,
    limits: { spacingMs: 300_000, perHour: 12 },
    /** The answer of its app server as it is (protocols §1.9). Codex renews its own token before, where that has ended. */
    async read(at, tools, signal) {
      const server = await startAppServer(at, tools, signal);
      return uncut(
        (limit) => server.call('account/rateLimits/read', {}, limit),
        () => server.stop(),
        signal,
        tools.timer,
      );
    },
  },

  async signOut(at, tools, signal) {
    const { code } = await tools.programs.run(codexOrder(at, tools, ['logout']), signal);
    if (code !== 0)
      throw new Failure('credential/owner-silent', { subject: label, detail: `exit code ${code}` });
  },
};
