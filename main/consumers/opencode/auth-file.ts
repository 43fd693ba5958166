// `auth.json` of OpenCode: one entry for each provider, of which we write those for API keys (protocols §3). OpenCode
// drops whatever does not fit its schema, so an entry of ours is complete and has nothing else in it.
import { Failure } from '../../domain/failure.ts';
import { consumerId, providerId, type ProviderId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CredentialFile, Places } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { opencodeFolder } from '../folders.ts';

const id = consumerId('opencode');

export function authPath(places: Places): string {
  return `${opencodeFolder(places)}/auth.json`;
}

/** What OpenCode knows of one of our providers. */
export interface Entry {
  readonly provider: ProviderId;
  /** OpenCode's own name for it, which is the key of the entry. */
  readonly entry: string;
  readonly vendor: string;
  /** Its variables, of which the first that is set counts where the file has no entry. */
  readonly variables: readonly [string, ...string[]];
  /** Also worth a word where OpenCode has nothing of it, for most people have it. */
  readonly isUsual?: true;
  /** Its vendor has a program of its own, which looks for keys in its variables. */
  readonly hasProgram?: true;
}

export const entries: readonly Entry[] = [
  {
    provider: providerId('claude'),
    entry: 'anthropic',
    vendor: 'Anthropic',
    variables: ['ANTHROPIC_API_KEY'],
    isUsual: true,
    hasProgram: true,
  },
  {
    provider: providerId('openai'),
    entry: 'openai',
    vendor: 'OpenAI',
    variables: ['OPENAI_API_KEY'],
    isUsual: true,
    hasProgram: true,
  },
  // Names and variables as models.dev lists them, from which OpenCode takes both.
  {
    provider: providerId('openrouter'),
    entry: 'openrouter',
    vendor: 'OpenRouter',
    variables: ['OPENROUTER_API_KEY'],
  },
  { provider: providerId('mistral'), entry: 'mistral', vendor: 'Mistral', variables: ['MISTRAL_API_KEY'] },
  { provider: providerId('groq'), entry: 'groq', vendor: 'Groq', variables: ['GROQ_API_KEY'] },
  { provider: providerId('xai'), entry: 'xai', vendor: 'xAI', variables: ['XAI_API_KEY'] },
  {
    provider: providerId('deepseek'),
    entry: 'deepseek',
    vendor: 'DeepSeek',
    variables: ['DEEPSEEK_API_KEY'],
  },
  {
    provider: providerId('gemini'),
    entry: 'google',
    vendor: 'Google',
    variables: ['GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
    hasProgram: true,
  },
];

/** The API key in an entry; undefined when there is none or it is of another type. */
export function keyIn(present: JsonObject | undefined, entry: string): string | undefined {
  const found = objectIn(present, entry);
  return textIn(found, 'type') === 'api' ? textIn(found, 'key') : undefined;
}

export const authFiles = entries.map(({ provider, entry, vendor }): CredentialFile => ({
  kind: 'credential',
  id: `opencode-${entry}`,
  provider,
  path: authPath,
  isOnByDefault: false,
  writes: `The ${vendor} API key in use; the entries of other providers stay as they are.`,
  accepts: ({ account, credential }) =>
    account.provider === provider && credential.kind === 'api-key' && credential.destinations.includes(id),
  content({ credential }, _facts, present) {
    if (credential.kind !== 'api-key') return {};
    // To write over a sign-in that OpenCode made would sign the person out there.
    if (textIn(objectIn(present, entry), 'type') === 'oauth')
      throw new Failure('storage/managed-elsewhere', {
        subject: 'OpenCode',
        detail: 'it is signed in itself',
      });
    return { [entry]: { type: 'api', key: credential.key.reveal() } };
  },
  holds: (present, { credential }) =>
    credential.kind === 'api-key' && keyIn(present, entry) === credential.key.reveal(),
  removal: () => ({ [entry]: undefined }),
}));
