// Sign-in with ChatGPT in the browser: what there is to say about it. The code behind it is loaded on use.
import type { BrowserMethod, WorkspaceNote } from '../description.ts';

/** `chatgpt_account_id`. No comma: the address takes a list, and one is meant. */
export const workspace: WorkspaceNote = { hint: '00000000-0000-…', pattern: /^[\w-]{1,64}$/ };

export const browserSignIn: BrowserMethod = {
  kind: 'browser',
  id: 'chatgpt',
  label: 'Sign in with ChatGPT',
  standing: 'Uses the sign-in of Codex. Many tools do; OpenAI has neither confirmed nor forbidden it.',
  ports: [1455, 1457],
  workspace,
  begin: async (given, tools, signal) => (await import('./authorization.ts')).begin(given, tools, signal),
};
