// Sign-in with ChatGPT by a code: what there is to say about it. The code behind it is loaded on use.
import type { DeviceMethod } from '../description.ts';

export const deviceCode: DeviceMethod = {
  kind: 'device',
  id: 'device-code',
  label: 'Enter a code on another device',
  standing:
    'Uses the device sign-in of Codex, for computers without a browser. Many tools do; OpenAI has neither confirmed nor ' +
    'forbidden it.',
  begin: async (tools, signal) => (await import('./device-authorization.ts')).begin(tools, signal),
};
