// What the local service can have done with logins and keys that stand on this computer already.
import type { ListedLogin, TakenLogin, TerminalKeys } from '../../domain/found-logins.ts';
import type { MigrationResult } from '../../domain/migration.ts';
import { problemView } from '../../state/problem-view.ts';
import type { LoginLine, TakenAnswer } from '../protocol/logins.ts';
import type { LoginActions } from '../routes/logins.ts';
import { problemOf, requireUnlocked, type ViewAtHand } from './shown.ts';

export interface LoginParts {
  readonly logins: {
    list(
      keys: TerminalKeys,
      signal: AbortSignal,
    ): Promise<{
      readonly logins: readonly ListedLogin[];
      /** What cannot be seen from here, each as a sentence. */
      readonly unseen: readonly string[];
    }>;
    /** @param only ids, else every new one */
    take(
      keys: TerminalKeys,
      only: readonly string[] | undefined,
      signal: AbortSignal,
    ): Promise<readonly TakenLogin[]>;
  };
  readonly migrate: (
    order: { readonly keys: TerminalKeys; readonly dryRun: boolean; readonly only?: readonly string[] },
    signal: AbortSignal,
  ) => Promise<MigrationResult>;
}

function loginLine({ where, organization, plan, ...login }: ListedLogin): LoginLine {
  return { ...login, organization: organization ?? null, plan: plan ?? null, where: [...where] };
}

function takenLine({ login, outcome, account, failure }: TakenLogin): TakenAnswer['logins'][number] {
  return { ...loginLine(login), outcome, account: account ?? null, problem: problemOf(failure) };
}

export function loginActions(
  { logins, migrate }: LoginParts,
  { loadedView }: Pick<ViewAtHand, 'loadedView'>,
): LoginActions {
  return {
    async list(keys, signal) {
      await loadedView();
      const { logins: listed, unseen } = await logins.list(keys, signal);
      return { schema: 1, logins: listed.map(loginLine), unseen: [...unseen] };
    },
    async take(keys, only, signal) {
      await loadedView();
      return { schema: 1, logins: (await logins.take(keys, only, signal)).map(takenLine) };
    },
    async migrate(keys, dryRun, only, signal) {
      const known = await loadedView();
      if (!dryRun) requireUnlocked(known);
      const order = { keys, dryRun, ...(only !== undefined && { only }) };
      const { outcome, plan, taken, files, backup, failed } = await migrate(order, signal);
      return {
        schema: 1,
        outcome,
        take: plan.take.map(loginLine),
        known: plan.known.map(loginLine),
        taken: taken.map(takenLine),
        files: [...files],
        backup: backup ?? null,
        failed: failed === undefined ? null : { step: failed.step, problem: problemView(failed.failure) },
      };
    },
  };
}
