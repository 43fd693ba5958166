// Every word about switching: the help of its verbs, and what they and `auth status` say.
import { example } from './messages.ts';

export const switchingMessages = {
  switch: {
    about:
      'switch to a provider, with --account to one of its accounts; with --strategy, choose how is chosen',
    exitCodes:
      'Exit codes: 0 switched, 2 usage, 3 not signed in, 4 no quota to ask with, 5 not running, 6 refused.',
    provider: 'the provider to prefer',
    account: 'the account to use, by its id, its label or "label (organization)"',
    strategy:
      'user-preference, cost-optimized, soonest-reset, or prefer- and a provider, for example prefer-claude',
    unchecked: 'do not ask the provider first whether the sign-in works',
    nothing: "error: give '--provider <name>', '--strategy <name>' or both",
    alone: "error: options '--account <name>' and '--unchecked' go with '--provider <name>'",
    example: example(
      'gatehouse auth switch --provider claude',
      'gatehouse auth switch --provider openai --account ada@example.com',
      'gatehouse auth switch --strategy soonest-reset',
    ),
  },
  undo: {
    about: 'take the last switch back: settings and shared files as they were before it',
    example: example('gatehouse auth undo'),
  },
  rules: {
    about: 'folders in which one account is used, whichever is in use elsewhere',
    example: example('gatehouse auth rules', 'gatehouse auth rules add --folder . --account ada@example.com'),
    folder: 'the folder; it holds for those in it too',
    account: 'the account, by its id, its label or "label (organization)"',
    provider: 'whose account it is, where two providers have one of that name',
    verbs: {
      list: {
        about: 'which account is used in which folder',
        example: example('gatehouse auth rules list', 'gatehouse auth rules list --json'),
      },
      add: {
        about: 'use an account in a folder, in the place of the one that was to be used there',
        example: example(
          'gatehouse auth rules add --folder ~/work --account ada@example.com',
          'gatehouse auth rules add --folder . --account ada@example.com --provider openai',
        ),
      },
      remove: {
        about: 'use the account in use in a folder again',
        example: example('gatehouse auth rules remove --folder ~/work'),
      },
    },
  },
} as const;

export const switchingWords = {
  working: 'Switching…',
  undoing: 'Undoing the switch…',
  goesOn: 'a switch that has begun goes on: gatehouse auth status',
  preferred: (label: string, account: string | undefined) =>
    `Preferred provider: ${label}${account === undefined ? '' : ` (${account})`}`,
  strategy: (name: string) => `Strategy: ${name}`,
  undone: (title: string) => `Undone: ${title}`,
  unfollowed: (program: string) =>
    `A plain start of ${program} in a terminal follows only after: gatehouse shell install`,
  course: {
    draining: (serving: string, wanted: string, since: string) =>
      `What is left of ${wanted} is for what runs already; ${serving} serves what starts new${since}.`,
    fallback: (serving: string, wanted: string, since: string) =>
      `${serving} stands in for ${wanted}${since}.`,
    held: (serving: string, wanted: string, since: string) =>
      `${serving} still stands in for ${wanted}${since}, for not all of it has recovered.`,
    nothing: 'Nothing',
    since: (when: string) => ` since ${when}`,
    waits: (windows: string) => `Waiting for ${windows}`,
    back: 'Back',
    about: (when: string) => ` about ${when}`,
    joinedAbout: (when: string) => `; back about ${when}`,
  },
  running: {
    checking: (to: string) => `Switching to ${to}: asking the provider whether the sign-in works…`,
    writing: (to: string) => `Switching to ${to}: writing the shared files…`,
    verifying: (to: string) => `Switching to ${to}: reading the shared files again…`,
    undoing: (to: string) => `Undoing the switch to ${to}…`,
  },
  canUndo: (title: string, age: string) => `Last switch: ${title}, ${age}. To undo it: gatehouse auth undo`,
  holder: (program: string, pid: number, account: string | null) =>
    `${program}, pid ${String(pid)}, keeps ${account ?? 'the account of before'} until it restarts`,
  rules: {
    working: 'Working on the rules…',
    none: 'No folder has an account of its own.',
    line: (folder: string, account: string) => `${folder}: ${account}`,
    gone: (account: string) => `${account} (not here any more)`,
    noFolder: (folder: string) => `there is no folder ${folder}`,
    added: (folder: string, account: string) => `From now on used in ${folder}: ${account}`,
    removed: (folder: string) => `No longer with an account of its own: ${folder}`,
    notThere: (folder: string) => `It had no account of its own: ${folder}`,
    followedBy: (program: string) => `A plain start of ${program} in a terminal goes by it.`,
    unfollowed: 'A plain start of a program in a terminal goes by it only after: gatehouse shell install',
    unfollowable:
      'Gatehouse keeps the keys of this account, so no plain start of a program goes by it: there it uses the login or key in its own place.',
  },
} as const;
