// The plan of a migration: which logins are taken in, which files are written, which stay as their program left them.
import type { FailureValue } from './failure.ts';
import type { ListedLogin, TakenLogin } from './found-logins.ts';

/** In this order. */
export type MigrationStep = 'backup' | 'take' | 'write' | 'verify';

export interface PlannedFile {
  readonly id: string;
  readonly path: string;
  readonly reader: string;
  /** `leave`: a login of its own program stands there. `off`: the person has switched it off. */
  readonly action: 'write' | 'leave' | 'off';
}

export interface MigrationPlan {
  readonly take: readonly ListedLogin[];
  /** Accounts here already. */
  readonly known: readonly ListedLogin[];
  readonly files: readonly PlannedFile[];
}

/** @param only ids of the logins to take, else every new one */
export function planMigration(
  logins: readonly ListedLogin[],
  files: readonly {
    readonly id: string;
    readonly path: string;
    readonly reader: string;
    readonly on: boolean;
  }[],
  only: readonly string[] | undefined,
): MigrationPlan {
  const places = new Set(logins.flatMap(({ kind, where }) => (kind === 'login' ? where : [])));
  return {
    take: logins.filter(({ id, state }) => state === 'new' && (only === undefined || only.includes(id))),
    known: logins.filter(({ state }) => state === 'known'),
    files: files.map(({ on, ...file }) => ({
      ...file,
      action: !on ? 'off' : places.has(file.path) ? 'leave' : 'write',
    })),
  };
}

export interface MigratedFile extends PlannedFile {
  /**
   * `put-back`: it is as it was before, byte for byte. `changed-elsewhere`: another program has written it since, so it
   * was left alone. `failed`: it could not be put back.
   */
  readonly change: 'none' | 'made' | 'written' | 'put-back' | 'changed-elsewhere' | 'failed';
}

export interface MigrationResult {
  readonly outcome: 'planned' | 'done' | 'rolled-back';
  readonly plan: MigrationPlan;
  readonly taken: readonly TakenLogin[];
  readonly files: readonly MigratedFile[];
  /** The folder with copies of every file as it was. */
  readonly backup?: string;
  /** What went wrong, and when: everything was put back. */
  readonly failed?: { readonly step: MigrationStep; readonly failure: FailureValue };
}
