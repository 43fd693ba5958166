// The texts of a sign-in for one workspace, and of a code that its last page shows.
import type { PasteFault } from '../../../preload/view.ts';

const codeFaults: Readonly<Record<PasteFault, string>> = {
  'not-the-address': 'This is not the code that the sign-in ends with. Copy all of what its last page shows.',
  'other-sign-in':
    'This code belongs to another sign-in. Open the link of this one in the browser, then paste the code that its last page shows.',
  incomplete: 'A part of the code is missing. Copy all of it, with the # in the middle, and paste it again.',
};

export const signInWaysMessages = {
  more: 'More',
  moreFor: (method: string): string => `More: ${method}`,
  workspaceField: 'Workspace ID',
  workspaceHint: (example: string): string =>
    `Only for this workspace: an answer for another one is refused, and nothing is stored. It looks like ${example}`,
  workspaceMissing: 'Enter the ID of the workspace first.',
  workspaceStart: 'Sign in to this workspace',
  workspaceWanted: (workspace: string): string => `Choose the workspace ${workspace} there.`,

  useCodePage: 'Use a page with a code instead',
  useCodePageHint:
    'For when the browser cannot come back to Gatehouse: the last page then shows a code to paste here.',
  portsTaken: (holders: string): string =>
    `The browser cannot come back by itself: the port for that is taken (${holders}).`,
  codeForm: 'The code of the last page',
  codeField: 'Code of the last page',
  codeHint:
    'When you have signed in, the page shows a code with a # in the middle. Copy all of it and paste it here.',
  codeSend: 'Go on with this code',
  codeMissing: 'Paste the code first.',
  codeFault: (fault: PasteFault): string => codeFaults[fault],
} as const;
