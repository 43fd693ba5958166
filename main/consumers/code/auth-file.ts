// Every Code's own `auth.json`: an API key of OpenAI, in the shape that it shares with older Codex (protocols §1.10).
import { consumerId, providerId } from '../../domain/ids.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { CredentialFile } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { codeFolder, codexFolder } from '../folders.ts';

const id = consumerId('code');
const provider = providerId('openai');

export const codeAuth: CredentialFile = {
  kind: 'credential',
  id: 'code-auth',
  provider,
  path: (places) => `${codeFolder(places)}/auth.json`,
  isOnByDefault: false,
  // In Codex's folder it is Codex's file, and that has its writer.
  isApart: (places) => codeFolder(places) !== codexFolder(places),
  needsFolder: true,
  writes: 'The OpenAI API key in use; never the tokens of a sign-in, which live in one file only.',
  accepts: ({ account, credential }) =>
    account.provider === provider && credential.kind === 'api-key' && credential.destinations.includes(id),
  content({ credential }) {
    if (credential.kind !== 'api-key') return {};
    return {
      auth_mode: 'apikey',
      OPENAI_API_KEY: credential.key.reveal(),
      tokens: undefined,
      last_refresh: undefined,
    };
  },
  holds: (present, { credential }) =>
    credential.kind === 'api-key' &&
    textIn(present, 'OPENAI_API_KEY') === credential.key.reveal() &&
    objectIn(present, 'tokens') === undefined,
  loginIn: (present) => chatgptIdentity(textIn(objectIn(present, 'tokens'), 'id_token')),
  removal: () => ({
    auth_mode: undefined,
    OPENAI_API_KEY: undefined,
    tokens: undefined,
    last_refresh: undefined,
  }),
};
