// What `--json` prints: one row for each kind of answer, with the verbs that print it. docs/schemas is made from this list.
import * as z from 'zod/mini';
import { backupShape, restoreShape } from '../broker/protocol/archive.ts';
import { companyLoginsShape } from '../broker/protocol/company-logins.ts';
import { doctorPreviewShape, doctorShape } from '../broker/protocol/doctor.ts';
import {
  filesShape,
  historyShape,
  keyStoreShape,
  previewShape,
  restoredFilesShape,
} from '../broker/protocol/files.ts';
import { hookEventShape, hooksShape } from '../broker/protocol/hooks.ts';
import { loginsShape, migrationShape, takenListShape } from '../broker/protocol/logins.ts';
import { windowShape } from '../broker/protocol/quota.ts';
import { putBackSettingsShape, settingsOfferShape } from '../broker/protocol/settings-file.ts';
import { shellPreviewShape, shellsShape } from '../broker/protocol/shells.ts';
import { statusLinePreviewShape, statusLinesShape } from '../broker/protocol/status-lines.ts';
import { rulesShape, switchAnswerShape, undoAnswerShape } from '../broker/protocol/switching.ts';
import {
  failureShape,
  providersShape,
  quotaShape,
  signInLineShape,
  signOutAnswerShape,
  statusShape,
} from '../broker/protocol.ts';
import { agentAnswers } from './json-schemas-agents.ts';
import { diagnoseAnswers } from './json-schemas-diagnose.ts';
import { flagAnswers } from './json-schemas-flags.ts';
import { updateAnswers } from './json-schemas-updates.ts';
import { packageAnswers } from './json-schemas-packages.ts';

export interface JsonAnswer {
  /** Of its file: `<name>.schema.json`. */
  readonly name: string;
  /** Without `gatehouse`; which answer one with several gives is a matter of its options. */
  readonly verbs: readonly string[];
  readonly about: string;
  readonly shape: z.ZodMiniType;
}

const schema = z.literal(1);
const done = { ok: z.literal(true) };
/** Something is left that went wrong, and the exit code says so too. */
const judged = { ok: z.boolean() };

const { shape: signedIn } = signInLineShape.def.options[1];
const identity = quotaShape.shape.accounts.def.element.shape;

export const jsonAnswers: readonly JsonAnswer[] = [
  {
    name: 'failure',
    verbs: [],
    about: 'What every verb prints when it fails; its exit code says of which kind that is.',
    shape: z.object({
      schema,
      ok: z.literal(false),
      error: z.object({ ...failureShape.shape, what: z.string(), next: z.string() }),
    }),
  },
  {
    name: 'done',
    verbs: ['open', 'quit'],
    about: 'That it is done.',
    shape: z.object({ schema, ...done }),
  },
  {
    name: 'auth-providers',
    verbs: ['auth providers'],
    about: 'The providers and the ways to sign in to each.',
    shape: providersShape,
  },
  {
    name: 'auth-login',
    verbs: ['auth login'],
    about: 'The account that has signed in.',
    shape: z.object({ schema, ...done, provider: signedIn.provider, account: signedIn.account }),
  },
  {
    name: 'auth-logout',
    verbs: ['auth logout'],
    about: 'The account that was signed out, and who lost the sign-in with it.',
    shape: z.object({ ...done, ...signOutAnswerShape.shape }),
  },
  {
    name: 'auth-status',
    verbs: ['auth status'],
    about: 'Accounts, plans and quota, and which account serves now.',
    shape: statusShape,
  },
  {
    name: 'auth-quota',
    verbs: ['auth quota'],
    about: 'What is left of each account, and of all together.',
    shape: quotaShape,
  },
  {
    name: 'auth-switch',
    verbs: ['auth switch'],
    about: 'What is preferred and what serves after a switch.',
    shape: z.object({ ...done, ...switchAnswerShape.shape }),
  },
  {
    name: 'auth-undo',
    verbs: ['auth undo'],
    about: 'What is preferred and what serves after a switch was taken back.',
    shape: z.object({ ...done, ...undoAnswerShape.shape }),
  },
  {
    name: 'auth-rules',
    verbs: ['auth rules list', 'auth rules add', 'auth rules remove'],
    about: 'The folders with an account of their own.',
    shape: z.object({ ...done, ...rulesShape.shape }),
  },
  {
    name: 'auth-import',
    verbs: ['auth import'],
    about: 'The logins that are on this computer, and what became of those that were taken in.',
    shape: z.object({ ...judged, ...loginsShape.shape, taken: takenListShape.shape.logins }),
  },
  {
    name: 'auth-migrate',
    verbs: ['auth migrate'],
    about: 'What bringing a set-up along would do or has done.',
    shape: z.object({ ...judged, ...migrationShape.shape }),
  },
  {
    name: 'auth-backup',
    verbs: ['auth backup'],
    about: 'The file that was written, and the accounts in it.',
    shape: z.object({ schema, ...done, path: z.string(), accounts: backupShape.shape.accounts }),
  },
  {
    name: 'auth-restore',
    verbs: ['auth restore'],
    about: 'What became of each account of a backup.',
    shape: z.object({ ...judged, ...restoreShape.shape }),
  },
  {
    name: 'auth-restore-files',
    verbs: ['auth restore'],
    about: 'With --files: what became of each shared file.',
    shape: z.object({ ...judged, ...restoredFilesShape.shape }),
  },
  {
    name: 'auth-files',
    verbs: ['auth files'],
    about: 'The shared files.',
    shape: z.object({ ...done, ...filesShape.shape }),
  },
  {
    name: 'auth-preview',
    verbs: ['auth preview'],
    about: 'What would be written to a shared file, with every secret replaced.',
    shape: z.object({ ...done, ...previewShape.shape }),
  },
  {
    name: 'auth-history',
    verbs: ['auth history'],
    about: 'What the shared files said before, the newest first.',
    shape: z.object({ ...done, ...historyShape.shape }),
  },
  {
    name: 'auth-keystore',
    verbs: ['auth keystore', 'auth unlock'],
    about: 'What protects the stored keys.',
    shape: z.object({ ...judged, ...keyStoreShape.shape }),
  },
  {
    name: 'guard',
    verbs: ['guard'],
    about: 'That enough is left, and of which window; too little is a failure.',
    shape: z.object({
      schema,
      ...done,
      provider: identity.provider,
      account: z.object({ id: identity.id, label: identity.label }),
      minPercent: z.number(),
      /** Null where nothing is known, or there is nothing to know. */
      window: z.nullable(windowShape),
    }),
  },
  {
    name: 'statusline-list',
    verbs: ['statusline list'],
    about: 'The programs that can tell the quota by their status line.',
    shape: z.object({ ...done, ...statusLinesShape.shape }),
  },
  {
    name: 'statusline',
    verbs: ['statusline install', 'statusline uninstall'],
    about: 'The status line of one program after the change.',
    shape: z.object({ schema, ...judged, statusLine: statusLinesShape.shape.statusLines.def.element }),
  },
  {
    name: 'statusline-preview',
    verbs: ['statusline preview'],
    about: 'What would be changed in the settings of a program.',
    shape: z.object({ ...done, ...statusLinePreviewShape.shape }),
  },
  {
    name: 'hooks',
    verbs: ['hooks list', 'hooks add', 'hooks remove'],
    about: 'Which program is run for which event.',
    shape: z.object({ ...done, ...hooksShape.shape }),
  },
  {
    name: 'hook-event',
    verbs: ['hooks example'],
    about: 'An event as a program gets it on its standard input.',
    shape: hookEventShape,
  },
  {
    name: 'opencode',
    verbs: ['opencode list', 'opencode login', 'opencode logout'],
    about: "The logins of companies' servers that OpenCode has now.",
    shape: z.object({
      ...done,
      ...companyLoginsShape.shape,
      url: z.optional(z.string()),
      wasThere: z.optional(z.boolean()),
    }),
  },
  ...packageAnswers,
  ...flagAnswers,
  ...updateAnswers,
  ...diagnoseAnswers,
  ...agentAnswers,
  {
    name: 'settings-export',
    verbs: ['settings export'],
    about: 'The file that was written, or without one what would stand in it.',
    shape: z.object({
      schema,
      ...done,
      path: z.nullable(z.string()),
      file: z.nullable(z.record(z.string(), z.unknown())),
    }),
  },
  {
    name: 'settings-import',
    verbs: ['settings import'],
    about: 'What a file with settings changes or would change, and what of it is left out.',
    shape: z.object({
      schema,
      ...done,
      /** Whether the steps were done. */
      changed: z.boolean(),
      steps: settingsOfferShape.shape.steps,
      ignored: settingsOfferShape.shape.ignored,
    }),
  },
  {
    name: 'settings-undo',
    verbs: ['settings undo'],
    about: 'The settings that were put back, and those that were not, because they were changed since.',
    shape: z.object({ ...done, ...putBackSettingsShape.shape }),
  },
  {
    name: 'shell-list',
    verbs: ['shell list'],
    about: 'The shells here, and whether they are set up.',
    shape: z.object({ ...done, ...shellsShape.shape }),
  },
  {
    name: 'shell',
    verbs: ['shell install', 'shell uninstall'],
    about: 'One shell after the change.',
    shape: z.object({ schema, ...judged, shell: shellsShape.shape.shells.def.element }),
  },
  {
    name: 'shell-preview',
    verbs: ['shell preview'],
    about: 'What would be written into the file of a shell.',
    shape: z.object({ ...done, ...shellPreviewShape.shape }),
  },
  {
    name: 'doctor',
    verbs: ['doctor'],
    about: 'Which sign-in each program really uses, and what was found.',
    shape: z.object({ ...judged, ...doctorShape.shape }),
  },
  {
    name: 'doctor-preview',
    verbs: ['doctor'],
    about: 'With --preview: what a repair would change.',
    shape: z.object({ ...done, ...doctorPreviewShape.shape }),
  },
];

/** What they print is the command's own; only a failure before it starts is ours. */
export const verbsThatOnlyFail: readonly string[] = ['run'];

/** Of each file its JSON Schema. Fields may be added within a version, so what is not named is allowed. */
export function jsonSchema({ name, verbs, about, shape }: JsonAnswer): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(shape, { io: 'input' });
  return {
    $schema,
    $id: `urn:gatehouse:json:1:${name}`,
    title: verbs.length === 0 ? 'gatehouse --json' : verbs.map((verb) => `gatehouse ${verb}`).join(', '),
    description: about,
    ...rest,
  };
}
