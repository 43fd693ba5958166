// What the verbs about company logins of OpenCode say; loaded with them.

export const opencodeWords = {
  working: "Working on OpenCode's file…",
  question:
    'Gatehouse shows you the command of this server in a dialog before it runs, unless you have allowed it before. Ctrl-C cancels.',
  none: 'OpenCode has no login of a company.',
  line: (url: string, variable: string) => `${url}: its key is in ${variable}`,
  loggedIn: (url: string) =>
    `OpenCode is logged in at ${url}. It asks that server for settings at every start.`,
  notThere: (url: string) => `OpenCode had no login at ${url}`,
  loggedOut: (url: string) => `OpenCode no longer has a login at ${url}`,
} as const;
