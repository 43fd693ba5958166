// The help of the verbs about agents, their leases, and what watches over them.
import { example } from './messages.ts';

const provider = 'an account of this provider';
const account = 'this account, by its id, its label or "label (organization)"';
const consumer =
  'the kind of program: claude-code, codex, opencode, or code for any other; by its name when left out';
const estimate =
  'how much of the quota it will take, for example 5% or 20000t (tokens); learnt when left out';
const task = 'what kind of work it is, in a word of yours; estimates are learnt by it';
const priority = 'interactive, normal or background; interactive goes first and may use what is reserved';

export const agentMessages = {
  wrongAmount: 'It has to be a percentage from 0% to 100%, or tokens, for example 20000t.',
  wrongUsed: 'It has to be a number, a percentage such as 3%, or tokens, for example 20000t.',
  wrongSpan: 'It has to be a number with s, min, h or d, for example 2h.',
  wrongLimit: 'It has to be a whole number from 1 to 10000.',
  wrongPid: 'It has to be the number of a process.',
  run: {
    about: 'start a command as an agent: with an account that has quota left, and the keys for it',
    command: 'the command with its arguments',
    consumer,
    provider,
    account,
    estimate,
    task,
    priority: `${priority}; interactive in a terminal, else normal, when left out`,
    project: 'a name for the project; that of the working folder when left out',
    userAgent: 'let the program go by this name, where it can',
    wait: 'wait until there is quota for it',
    exitCodes:
      'Exit codes: those of the command; before it starts 2 usage, 3 not signed in, 4 quota, 5 not running,\n6 refused, 126 no program, 127 not found, 130 cancelled.',
    example: example(
      'gatehouse run -- claude -p "go on"',
      'gatehouse run --provider openai --wait -- codex exec "go on"',
      'gatehouse run --consumer code --estimate 5% --task review -- ./review.sh',
    ),
  },
  env: {
    about:
      'print the environment of an agent for a shell; it holds until the shell that asks ends, and after: unset GATEHOUSE_GRANT it is an ordinary shell again',
    consumer,
    provider,
    account,
    shell: 'print lines for a POSIX shell, as without any option',
    exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
    example: example('eval "$(gatehouse env --provider claude)"', 'gatehouse env --consumer codex --json'),
  },
  token: {
    about: 'print the key or the access token of an account alone, for programs that ask a command for it',
    provider: 'the provider',
    account,
    consumer: 'the kind of program that asks',
    exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 5 not running, 6 refused.',
    example: example(
      'gatehouse token --provider claude',
      'gatehouse token --provider openai --account ada@example.com',
    ),
  },
  lease: {
    about: 'what agents have reserved of the quota',
    example: example('gatehouse lease', 'gatehouse lease create --provider claude --estimate 5%'),
    verbs: {
      list: {
        about: 'the leases that are out, who waits, and what is left of each account',
        example: example('gatehouse lease list', 'gatehouse lease list --json'),
      },
      create: {
        about: 'reserve a part of the quota; it is free again when the process ends that asked',
        example: example(
          'lease=$(gatehouse lease create --provider claude --estimate 5%)',
          'gatehouse lease create --consumer codex --label nightly --wait --pid 4211',
        ),
        exitCodes: 'Exit codes: 0 ok, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused.',
      },
      release: {
        about: 'give back what is left of a lease',
        example: example('gatehouse lease release "$lease"', 'gatehouse lease release "$lease" --used 3%'),
      },
      use: {
        about: 'tell how much a lease has used in all',
        example: example('gatehouse lease use "$lease" 3%', 'gatehouse lease use "$lease" 15000t'),
      },
      heartbeat: {
        about: 'keep a lease for another hour',
        example: example('gatehouse lease heartbeat "$lease"'),
      },
      revoke: {
        about: 'end agents: their leases, and what they may ask for',
        example: example('gatehouse lease revoke --agent claude-1f2e', 'gatehouse lease revoke --all'),
      },
    },
    label: 'what to call the agent',
    labelDefault: 'lease',
    consumer: 'the kind of program',
    provider,
    account,
    estimate,
    task,
    priority,
    pid: 'let it end with this process, an ancestor of this command; with the caller when left out',
    heartbeat: 'let it end an hour after the last heartbeat, whoever runs',
    wait: 'wait until there is quota for it',
    id: 'the lease, as lease list shows it',
    amount: 'how much in all: 3%, 20000t, or a number in the unit of the lease',
    used: 'how much it has used in all',
    agent: 'the agent, as lease list shows it',
    all: 'every agent',
    nothing: "error: give '--agent <id>' or '--all'",
  },
  estimate: {
    about: 'whether a piece of work will fit into what is left',
    task: 'the kind of work, as it was named before',
    consumer: 'the kind of program that does it',
    provider,
    account,
    estimate: 'how much it will take; what was learnt when left out',
    strict: 'fail also when nobody knows',
    exitCodes:
      'Exit codes: 0 it fits or nobody knows, 2 usage, 3 not signed in, 4 it does not fit,\nor with --strict nobody knows, 5 not running, 6 refused.',
    example: example(
      'gatehouse estimate --task review',
      'gatehouse estimate --provider claude --estimate 5% --strict && claude',
    ),
  },
  audit: {
    about: 'who did what with which account, the newest first',
    limit: 'how many entries at most',
    since: 'only those of the last while, for example 2h or 3d',
    verify: 'look whether anybody has changed or shortened the log',
    exitCodes: 'Exit codes: 0 ok, 2 usage, 5 not running, 6 refused, or the log is not whole.',
    example: example(
      'gatehouse audit --since 2h',
      'gatehouse audit --limit 20 --json',
      'gatehouse audit --verify',
    ),
  },
  events: {
    about: 'follow what happens: quota, switches, leases, until Ctrl-C',
    exitCodes: 'Exit codes: 0 ended by Ctrl-C, 5 not running or ended by the app, 6 refused.',
    example: example('gatehouse events', 'gatehouse events --json'),
  },
  allow: {
    about: 'which programs may have which keys without asking you',
    example: example(
      'gatehouse allow list',
      'gatehouse allow claude --consumer claude-code --provider claude',
    ),
    verbs: {
      list: {
        about: 'the rules, and the questions that wait for an answer',
        example: example('gatehouse allow list', 'gatehouse allow list --json'),
      },
      set: {
        about: 'let a program have the keys of an account without asking; the word set can be left out',
        example: example(
          'gatehouse allow claude --consumer claude-code --provider claude',
          'gatehouse allow ./review.sh --consumer code --provider openai --never',
          'gatehouse allow codex --consumer codex --provider openai --ask',
        ),
      },
      answer: {
        about: 'answer a question that waits, where there is no dialog for it',
        example: example(
          'gatehouse allow answer 3f2a once',
          'gatehouse allow answer 3f2a always --passphrase-stdin < passphrase.txt',
        ),
      },
    },
    program: 'the program, by its path or its name',
    consumer: 'the kind of program: claude-code, codex, opencode or code',
    provider: 'whose keys',
    account: 'of this account, by its id, its label or "label (organization)"; the one in use when left out',
    never: 'never give it the keys, and do not ask',
    ask: 'ask each time again, as without a rule; what allow list shows can be named also when it is gone',
    passphrase: 'agree by the passphrase of the stored keys, where there is no dialog',
    passphraseStdin: 'as --passphrase, read from standard input',
    id: 'the question, as allow list shows it',
    answer: 'once, always or never',
  },
  lock: {
    about: 'give out no key any more, and take back what agents may ask for',
    example: example('gatehouse lock'),
  },
  unlock: {
    about: 'give out keys again; for the passphrase of the stored keys, see auth unlock',
    example: example('gatehouse unlock'),
  },
} as const;

/** What several of them say. */
export const agentsWords = {
  tokens: (figure: string) => `${figure} tokens`,
} as const;
