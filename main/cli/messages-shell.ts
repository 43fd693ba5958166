// The help of the verbs about shells.
import { example } from './messages.ts';

export const shellMessages = {
  about: 'have a plain claude or codex in a terminal use the account in use',
  example: example('gatehouse shell', 'gatehouse shell install'),
  shell: 'the shell; without it, the one of this terminal',
  verbs: {
    list: {
      about: 'the shells here, whether they are set up, and the file that gets a line',
      example: example('gatehouse shell list', 'gatehouse shell list --json'),
    },
    install: {
      about: 'put a line into the file that the shell reads when a terminal opens',
      example: example('gatehouse shell install', 'gatehouse shell install --shell zsh'),
    },
    uninstall: {
      about: 'take the line away again; every other byte of the file stays',
      example: example('gatehouse shell uninstall'),
    },
    preview: {
      about: 'what would be written, and where',
      example: example('gatehouse shell preview'),
    },
  },
};
