// Copilot CLI as the keeper of a login: signed in by its own command, which opens the browser itself and keeps the token in
// the keyring of the system (seen: 1.0.102).
import { Failure } from '../../domain/failure.ts';
import type { ProgramRun } from '../../ports.ts';
import type { DrivenLoginOwner, LoginIdentity, LoginOwner, LoginPlace, OwnerTools } from '../description.ts';
import { configIn, identityOf, namesIn } from './config-file.ts';
import { folderVariable, redirecting, tokenVariables } from './environment.ts';

const label = 'Copilot CLI';

function order(at: LoginPlace, { executable }: OwnerTools, words: readonly string[]): ProgramRun {
  return {
    program: executable,
    words,
    environment: {
      // With a token of the environment it would take that one for the login.
      ...Object.fromEntries([...tokenVariables, ...redirecting].map((name) => [name, undefined])),
      [folderVariable]: at.place === 'private' ? at.folder : undefined,
      COPILOT_AUTO_UPDATE: 'false',
      NO_COLOR: '1',
    },
  };
}

/** Of its file, which also names the person where the token is in the keyring. */
async function read(
  { folder }: LoginPlace,
  tools: Pick<OwnerTools, 'read'>,
): Promise<LoginIdentity | undefined> {
  const [name] = namesIn(configIn(await tools.read(`${folder}/config.json`)));
  return name === undefined ? undefined : identityOf(name);
}

/** It has no command to sign out, and nothing can ask it for the quota; its login does not end by itself. */
export const owner: LoginOwner & Pick<DrivenLoginOwner, 'signIn'> = {
  program: 'copilot',
  label,
  install: 'npm install -g @github/copilot',
  isReadFromFiles: true,

  /** Without this word it would wait for a code wherever it sees no desktop. */
  async signIn(at, tools, signal) {
    const { code, output } = await tools.programs.run(order(at, tools, ['login', '--web-flow']), signal);
    if (code === 0) return;
    if (/access_denied|denied/i.test(output)) throw new Failure('sign-in/denied', { subject: label });
    const detail = output.includes('not saved') ? 'it found no keyring for its token' : `exit code ${code}`;
    throw new Failure('sign-in/program-failed', { subject: label, detail });
  },

  read,

  async isStill(at, subject, tools) {
    const found = await read(at, tools);
    return found === undefined ? undefined : found.subject === subject;
  },
};
