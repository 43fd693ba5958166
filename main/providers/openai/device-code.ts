// Sign-in with ChatGPT by a code: what there is to say about it. The code behind it is loaded on use.
import type { DeviceMethod } from '../description.ts';
import { workspace } from './browser-sign-in.ts';

export const deviceCode: DeviceMethod = {
  kind: 'device',
  id: 'device-code',
  label: 'Enter a code on another device',
  standing:
    'Uses the device sign-in of Codex, for computers without a browser. Many tools do; OpenAI has neither confirmed nor ' +
    'forbidden it.',
  // Its requests have no place for one (§1.4): the person chooses on the page.
  workspace,
  begin: async (_given, tools, signal) => (await import('./device-authorization.ts')).begin(tools, signal),
};
