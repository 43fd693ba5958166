// What the local service can have done with what stands on this computer, written down; and the answers it gives.
import type { TerminalKeys } from '../../main/domain/found-logins.ts';
import type { BackupAnswer, RestoreAnswer } from '../../main/broker/protocol/archive.ts';
import type {
  FilesAnswer,
  HistoryAnswer,
  KeyStoreAnswer,
  PreviewAnswer,
  RestoredFilesAnswer,
} from '../../main/broker/protocol/files.ts';
import type { HooksAnswer } from '../../main/broker/protocol/hooks.ts';
import type {
  LoginLine,
  LoginsAnswer,
  MigrationAnswer,
  TakenAnswer,
} from '../../main/broker/protocol/logins.ts';
import type { StatusLinePreviewAnswer, StatusLinesAnswer } from '../../main/broker/protocol/status-lines.ts';
import type { ArchiveActions } from '../../main/broker/routes/archive.ts';
import type { FileActions } from '../../main/broker/routes/files.ts';
import type { HookActions } from '../../main/broker/routes/hooks.ts';
import type { KeyStoreActions } from '../../main/broker/routes/key-store.ts';
import type { LoginActions } from '../../main/broker/routes/logins.ts';
import type { StatusLineActions } from '../../main/broker/routes/status-lines.ts';
import type { HookEvent } from '../../main/domain/hook-event.ts';
import { accountId, providerId } from '../../main/domain/ids.ts';

export const codexLogin: LoginLine = {
  id: 'login-0123456789ab',
  kind: 'login',
  provider: 'openai',
  label: 'ada@example.test',
  organization: 'Acme',
  plan: 'plus',
  owner: 'Codex',
  where: ['/home/ada/.codex/auth.json'],
  state: 'new',
};

export const foundKey: LoginLine = {
  id: 'key-0123456789ab',
  kind: 'api-key',
  provider: 'claude',
  label: 'sk-ant-…wxyz',
  organization: null,
  plan: null,
  owner: 'Environment',
  where: ['ANTHROPIC_API_KEY'],
  state: 'new',
};

const knownLogin: LoginLine = {
  ...codexLogin,
  id: 'login-ffffffffffff',
  label: 'bob@example.test',
  organization: null,
  state: 'known',
};

export const exampleMigration: MigrationAnswer = {
  schema: 1,
  outcome: 'planned',
  take: [codexLogin],
  known: [knownLogin],
  taken: [],
  files: [
    {
      id: 'codex-auth',
      path: '/home/ada/.codex/auth.json',
      reader: 'Codex',
      action: 'leave',
      change: 'none',
    },
    { id: 'unified', path: '/data/auth.json', reader: 'Other tools', action: 'write', change: 'none' },
  ],
  backup: null,
  failed: null,
};

const identity = {
  id: 'openai:user-1.acc-1',
  label: 'ada@example.test',
  organization: null,
  provider: 'openai',
};

const exampleFile: FilesAnswer['files'][number] = {
  id: 'codex-auth',
  reader: 'Codex',
  path: '/home/ada/.codex/auth.json',
  writes: 'The keys of the account in use.',
  enabled: true,
  changedElsewhere: null,
  problem: null,
};

export const exampleStatusLine: StatusLinesAnswer['statusLines'][number] = {
  consumer: 'claude-code',
  label: 'Claude Code',
  path: '/home/ada/.claude/settings.json',
  kind: 'on',
  own: '/home/ada/line.sh',
  heardAt: null,
  problem: null,
};

export const exampleHook: HooksAnswer['hooks'][number] = {
  event: 'quota_low',
  program: '/home/ada/bin/tell',
  state: 'ready',
  problem: null,
};

export const exampleEvent: HookEvent = {
  schema: 1,
  event: 'quota_low',
  at: Date.UTC(2026, 10, 24, 12),
  provider: providerId('openai'),
  account: accountId(identity.id),
  label: identity.label,
  window: { id: 'length-18000', label: '5-hour', usedPercent: 81, resetsAt: null },
};

export class BrokerAnswers {
  logins: () => Promise<LoginsAnswer> = async () => ({
    schema: 1,
    logins: [codexLogin, foundKey, knownLogin],
    unseen: [],
  });
  taken: () => Promise<TakenAnswer> = async () => ({
    schema: 1,
    logins: [{ ...codexLogin, outcome: 'taken', account: identity.id, problem: null }],
  });
  migration: (dryRun: boolean) => Promise<MigrationAnswer> = async () => exampleMigration;
  backup: () => Promise<BackupAnswer> = async () => ({
    schema: 1,
    sealed: '{"sealed":"text"}',
    accounts: [{ ...identity, content: 'keys' }],
  });
  restored: RestoreAnswer = {
    schema: 1,
    madeAt: Date.UTC(2026, 10, 24),
    settings: 'kept',
    accounts: [{ ...identity, outcome: 'restored', otherCopies: ['Codex'], problem: null }],
  };
  files: FilesAnswer = { schema: 1, files: [exampleFile] };
  preview: PreviewAnswer = {
    schema: 1,
    file: 'codex-auth',
    path: exampleFile.path,
    before: '{\n  "a": 1\n}',
    after: '{\n  "a": 2\n}',
    reason: null,
  };
  history: HistoryAnswer = {
    schema: 1,
    files: [
      {
        id: 'codex-auth',
        reader: 'Codex',
        path: exampleFile.path,
        versions: [
          { at: Date.UTC(2026, 10, 24, 10, 12), by: 'Codex', text: '{\n  "a": 2\n}\n' },
          { at: Date.UTC(2026, 10, 24, 9), by: 'Gatehouse', text: '{\n  "a": 1\n}\n' },
        ],
      },
    ],
  };
  restoredFiles: RestoredFilesAnswer = {
    schema: 1,
    files: [{ id: 'codex-auth', path: exampleFile.path, outcome: 'restored', problem: null }],
  };
  keyStore: KeyStoreAnswer = {
    schema: 1,
    kind: 'system',
    backend: 'a key store',
    passphrase: 'none',
    problem: null,
  };
  statusLines: StatusLinesAnswer = { schema: 1, statusLines: [exampleStatusLine] };
  statusLinePreview: StatusLinePreviewAnswer = {
    schema: 1,
    consumer: 'claude-code',
    path: exampleStatusLine.path,
    before: '{\n  "statusLine": 1\n}',
    after: '{\n  "statusLine": 2\n}',
    reason: null,
  };
  hooks: HooksAnswer = { schema: 1, hooks: [exampleHook] };
  /** What the person says to a program. */
  addingHook: (signal: AbortSignal) => Promise<HooksAnswer> = async () => this.hooks;
}

function keysText(keys: TerminalKeys): string {
  return Object.entries(keys)
    .map(([name, key]) => ` ${name}=${key.reveal()}`)
    .join('');
}

const listText = (ids: readonly string[] | undefined): string => ids?.join(',') ?? 'all';

export function recordingLogins(asked: string[], answers: BrokerAnswers): LoginActions {
  return {
    list: async (keys) => {
      asked.push(`find logins${keysText(keys)}`);
      return answers.logins();
    },
    take: async (keys, only) => {
      asked.push(`take ${listText(only)}${keysText(keys)}`);
      return answers.taken();
    },
    migrate: async (keys, dryRun, only) => {
      asked.push(`${dryRun ? 'plan' : 'migrate'} ${listText(only)}${keysText(keys)}`);
      return answers.migration(dryRun);
    },
  };
}

export function recordingArchive(asked: string[], answers: BrokerAnswers): ArchiveActions {
  return {
    backup: async ({ provider = 'all', account = 'all', passphrase }) => {
      asked.push(`back up ${provider} ${account} under ${passphrase.reveal()}`);
      return answers.backup();
    },
    restore: async ({ sealed, passphrase, accounts, force, settings }) => {
      const how = `${force ? ' by force' : ''}${settings ? ' with settings' : ''}`;
      asked.push(`restore ${listText(accounts)} of ${sealed} under ${passphrase.reveal()}${how}`);
      return answers.restored;
    },
  };
}

export function recordingFiles(asked: string[], answers: BrokerAnswers): FileActions {
  return {
    list: async () => answers.files,
    choose: async (file, on) => {
      asked.push(`switch ${file} ${on ? 'on' : 'off'}`);
      return answers.files;
    },
    preview: async (file) => {
      asked.push(`preview ${file}`);
      return answers.preview;
    },
    history: async (file) => {
      asked.push(`history of ${file ?? 'all'}`);
      return answers.history;
    },
    restore: async (file, force) => {
      asked.push(`restore file ${file ?? 'all'}${force ? ' by force' : ''}`);
      return answers.restoredFiles;
    },
  };
}

export function recordingKeyStore(asked: string[], answers: BrokerAnswers): KeyStoreActions {
  return {
    show: async () => answers.keyStore,
    choose: async (use) => {
      asked.push(`protect by ${use}`);
      return answers.keyStore;
    },
    enterPassphrase: async (passphrase) => {
      asked.push(`passphrase ${passphrase.reveal()}`);
      return answers.keyStore;
    },
    startAnew: async (next) => {
      asked.push(next === undefined ? 'start anew' : `start anew with ${next.reveal()}`);
      return answers.keyStore;
    },
  };
}

export function recordingStatusLines(asked: string[], answers: BrokerAnswers): StatusLineActions {
  return {
    list: async () => answers.statusLines,
    set: async (consumer, on) => {
      asked.push(`status line of ${consumer} ${on ? 'on' : 'off'}`);
      const { schema, statusLines } = answers.statusLines;
      answers.statusLines = {
        schema,
        statusLines: statusLines.map((line) =>
          line.consumer === consumer && line.problem === null ? { ...line, kind: on ? 'on' : 'off' } : line,
        ),
      };
      return answers.statusLines;
    },
    preview: async (consumer) => {
      asked.push(`preview status line of ${consumer}`);
      return answers.statusLinePreview;
    },
  };
}

export function recordingHooks(asked: string[], answers: BrokerAnswers): HookActions {
  return {
    list: async () => answers.hooks,
    add: async (event, program, signal) => {
      asked.push(`run ${program} on ${event}`);
      return answers.addingHook(signal);
    },
    remove: async (event, program) => {
      asked.push(`no longer run ${program} on ${event}`);
      return answers.hooks;
    },
    example: async (event) => {
      asked.push(`example of ${event}`);
      return { ...exampleEvent, event };
    },
  };
}
