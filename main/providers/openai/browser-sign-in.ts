// Sign-in with ChatGPT in the browser: what there is to say about it. The code behind it is loaded on use.
import type { BrowserMethod } from '../description.ts';

export const browserSignIn: BrowserMethod = {
  kind: 'browser',
  id: 'chatgpt',
  label: 'Sign in with ChatGPT',
  standing: 'Uses the sign-in of Codex. Many tools do; OpenAI has neither confirmed nor forbidden it.',
  ports: [1455, 1457],
  begin: async (given, tools, signal) => (await import('./authorization.ts')).begin(given, tools, signal),
};
