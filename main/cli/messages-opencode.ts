// The help of the verbs for logins that a company's server offers to OpenCode.
import { example } from './messages.ts';

const url = 'https://ai.example.com';

export const opencodeMessages = {
  about: 'logins that the server of a company offers to OpenCode',
  example: example('gatehouse opencode', `gatehouse opencode login ${url}`),
  url: "the server's https address",
  verbs: {
    list: {
      about: "the servers in OpenCode's file, and the variable of each",
      example: example('gatehouse opencode list', 'gatehouse opencode list --json'),
    },
    login: {
      about: "run the command that a server names for its key, once you have said yes in Gatehouse's dialog",
      example: example(`gatehouse opencode login ${url}`),
    },
    logout: {
      about: "take a server out of OpenCode's file, also one that is gone",
      example: example(`gatehouse opencode logout ${url}`),
    },
  },
} as const;
