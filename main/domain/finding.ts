// What Doctor finds: something that makes a program use another identity than one thinks, and what can be done about it. Pure.
import type { Dialect } from './doctor-start-up.ts';
import type { ConsumerId } from './ids.ts';
import type { JsonChanges } from './json.ts';

/** Every kind of finding; the words for each stand in one table (domain/finding-words.ts). */
export const findingKinds = [
  'environment-key',
  'environment-token',
  'config-folder',
  'keyring',
  'stale-file',
  'foreign-writer',
  'dead-well-known',
  'unreached-well-known',
  'forked-chain',
  'open-rights',
  'link',
  'old-identity-runs',
  'two-owners',
  'key-in-rc-file',
  'key-in-env-file',
  'different-proxies',
  'shell-start-bypassed',
  'unapproved-program',
  'unapproved-package',
  'changed-package',
  'broken-package',
  'inert-flag',
  'inert-flags',
  'newer-vault',
  'newer-file',
  'broken-pins',
  'closed-packages',
  'forced-login-method',
  'safe-mode',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** How a host answers: it gives something; it says no, or there is none of that name; nothing can be told from here now. */
export type HostState = 'there' | 'dead' | 'unreached';

/** What takes a finding away in a JSON file: top-level keys to be taken out. */
export interface FileRepair {
  readonly path: string;
  readonly changes: JsonChanges;
}

/** As a consumer reports it: what it is about, without words. No secret. */
export interface ConsumerFinding {
  readonly kind: FindingKind;
  /** The file, variable, address or process that it is about; together with kind and consumer it makes the finding's id. */
  readonly where: string;
  /** A short fact for the sentence: an account, a file, a program. */
  readonly detail?: string;
  /** Line in the file, where that helps; from 1. */
  readonly line?: number;
  /** What stands at that place, where something else may come to stand there; part of the id as well. */
  readonly of?: string;
  /** Absent where only the person can do something. */
  readonly repair?: Repair;
}

/** What Gatehouse can do about a finding. */
export type Repair =
  | ({ readonly kind: 'take-out' } & FileRepair)
  /** Comments a line of a start-up file of the person's out, as long as it gives a key to this variable. */
  | {
      readonly kind: 'comment-out';
      readonly path: string;
      readonly dialect: Dialect;
      readonly line: number;
      readonly variable: string;
    }
  | { readonly kind: 'close'; readonly path: string }
  /** Writes a shared file, by its id, for the account in use. */
  | { readonly kind: 'write-anew'; readonly file: string }
  /** Asks the person, and uses what the file describes from then on. */
  | { readonly kind: 'approve'; readonly file: string }
  /** Has everything go on by itself again. */
  | { readonly kind: 'start-normally' }
  /** Changes nothing: what another program wrote there until this time, Unix milliseconds, counts as seen. */
  | { readonly kind: 'accept-write'; readonly file: string; readonly at: number };

/** Changes a file of the person's, so it is shown first and can be taken back. */
export type FileChange = Exclude<
  Repair,
  { readonly kind: 'close' | 'approve' | 'accept-write' | 'start-normally' }
>;

export interface Finding extends ConsumerFinding {
  /** Stable while it lasts, for example `codex/environment-key/OPENAI_API_KEY`; never that of what comes to its place. */
  readonly id: string;
  readonly consumer?: ConsumerId;
  /** `problem`: another identity is used, or a sign-in will be lost; `warning`: it may come to that. */
  readonly severity: 'problem' | 'warning';
}

const warnings: ReadonlySet<FindingKind> = new Set([
  'unreached-well-known',
  'open-rights',
  'link',
  'old-identity-runs',
  'key-in-rc-file',
  'key-in-env-file',
  'different-proxies',
  'unapproved-program',
  'unapproved-package',
  'changed-package',
  'broken-package',
  'inert-flag',
  'inert-flags',
  'newer-file',
  'closed-packages',
  'safe-mode',
]);

/** The same finding has the same id at every look. */
export function findingOf(found: ConsumerFinding, consumer?: ConsumerId): Finding {
  const { kind, where, line, of } = found;
  const place = [where, line, of].filter((part) => part !== undefined).join(':');
  return {
    ...found,
    id: [...(consumer === undefined ? [] : [consumer]), kind, place].join('/'),
    ...(consumer !== undefined && { consumer }),
    severity: warnings.has(kind) ? 'warning' : 'problem',
  };
}

export function changesFile(repair: Repair): repair is FileChange {
  return !['close', 'approve', 'accept-write', 'start-normally'].includes(repair.kind);
}
