// What the local service can have done with what stands on this computer, on top of the flows it is given.
import type { Account } from '../domain/account.ts';
import type { RestoredAccount } from '../domain/backup-content.ts';
import { Failure, type FailureValue } from '../domain/failure.ts';
import type { ListedLogin, TakenLogin, TerminalKeys } from '../domain/found-logins.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { MigrationResult } from '../domain/migration.ts';
import type { RestoredFile } from '../domain/restored-file.ts';
import type { Secret } from '../domain/secret.ts';
import type { FileHistory } from '../ports.ts';
import { problemView } from '../state/view.ts';
import type { FilePreview, SharedFileView, View } from '../../preload/view.ts';
import type { MoreActions } from './more-routes.ts';
import type { FilesAnswer, KeyStoreAnswer } from './protocol/files.ts';
import type { LoginLine, TakenAnswer } from './protocol/logins.ts';

export interface MoreParts {
  readonly logins: {
    list(keys: TerminalKeys, signal: AbortSignal): Promise<readonly ListedLogin[]>;
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
  readonly archive: {
    backup(order: {
      readonly provider?: ProviderId;
      readonly account?: string;
      readonly passphrase: Secret;
    }): Promise<{
      readonly sealed: string;
      readonly accounts: readonly {
        readonly account: Account;
        readonly content: 'keys' | 'identity' | 'closed';
      }[];
    }>;
    restore(
      order: {
        readonly sealed: string;
        readonly passphrase: Secret;
        readonly accounts?: readonly string[];
        readonly force: boolean;
        readonly settings: boolean;
      },
      signal: AbortSignal,
    ): Promise<{
      readonly madeAt: number;
      readonly accounts: readonly RestoredAccount[];
      readonly settings: 'restored' | 'kept';
    }>;
  };
  readonly restoreFiles: (file: string | undefined) => Promise<readonly RestoredFile[]>;
  readonly previewFile: (file: string) => Promise<FilePreview>;
  readonly history: Pick<FileHistory, 'versions'>;
  readonly changeSettings: (changes: { readonly sharedFiles: Record<string, boolean> }) => Promise<void>;
  readonly keyStore: {
    choose(kind: 'system' | 'memory'): Promise<void>;
    enterPassphrase(secret: Secret): Promise<void>;
  };
}

/** What the service brings along: the view when everything has been read, and the providers. */
export interface MoreContext {
  readonly view: () => View;
  readonly loadedView: () => Promise<View>;
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (provider: string) => { readonly id: ProviderId };
}

const problemOf = (failure: FailureValue | undefined): ReturnType<typeof problemView> | null =>
  failure === undefined ? null : problemView(failure);

function loginLine({ where, organization, plan, ...login }: ListedLogin): LoginLine {
  return { ...login, organization: organization ?? null, plan: plan ?? null, where: [...where] };
}

function takenLine({ login, outcome, account, failure }: TakenLogin): TakenAnswer['logins'][number] {
  return { ...loginLine(login), outcome, account: account ?? null, problem: problemOf(failure) };
}

function identity({ id, label, organization, provider }: Account) {
  return { id, label, organization: organization ?? null, provider };
}

function fileIn(view: View, id: string): SharedFileView {
  const found = view.settings.files.find((file) => file.id === id);
  if (found === undefined)
    throw new Failure('broker/bad-request', { detail: `there is no shared file ${id}` });
  return found;
}

export function moreActions(parts: MoreParts, { view, loadedView, find }: MoreContext): MoreActions {
  const files = (): FilesAnswer => ({ schema: 1, files: [...view().settings.files] });
  const keyStore = (): KeyStoreAnswer => ({ schema: 1, ...view().keyStore });
  return {
    logins: {
      async list(keys, signal) {
        await loadedView();
        return { schema: 1, logins: (await parts.logins.list(keys, signal)).map(loginLine) };
      },
      async take(keys, only, signal) {
        await loadedView();
        return { schema: 1, logins: (await parts.logins.take(keys, only, signal)).map(takenLine) };
      },
      async migrate(keys, dryRun, only, signal) {
        await loadedView();
        const order = { keys, dryRun, ...(only !== undefined && { only }) };
        const { outcome, plan, taken, files: changed, backup, failed } = await parts.migrate(order, signal);
        return {
          schema: 1,
          outcome,
          take: plan.take.map(loginLine),
          known: plan.known.map(loginLine),
          taken: taken.map(takenLine),
          files: [...changed],
          backup: backup ?? null,
          failed: failed === undefined ? null : { step: failed.step, problem: problemView(failed.failure) },
        };
      },
    },

    archive: {
      async backup({ provider, account, passphrase }) {
        await loadedView();
        const { sealed, accounts } = await parts.archive.backup({
          ...(provider !== undefined && { provider: find(provider).id }),
          ...(account !== undefined && { account }),
          passphrase,
        });
        return {
          schema: 1,
          sealed,
          accounts: accounts.map(({ account: each, content }) => ({ ...identity(each), content })),
        };
      },
      async restore({ accounts, ...order }, signal) {
        await loadedView();
        const found = await parts.archive.restore(
          { ...order, ...(accounts !== undefined && { accounts }) },
          signal,
        );
        return {
          schema: 1,
          madeAt: found.madeAt,
          settings: found.settings,
          accounts: found.accounts.map(({ account, outcome, otherCopies, failure }) => ({
            ...identity(account),
            outcome,
            otherCopies: otherCopies === undefined ? null : [...otherCopies],
            problem: problemOf(failure),
          })),
        };
      },
    },

    files: {
      async list() {
        await loadedView();
        return files();
      },
      async choose(file, on) {
        fileIn(await loadedView(), file);
        await parts.changeSettings({ sharedFiles: { [file]: on } });
        return files();
      },
      async preview(file) {
        fileIn(await loadedView(), file);
        return { schema: 1, file, ...(await parts.previewFile(file)) };
      },
      async history(only) {
        const known = await loadedView();
        const wanted = only === undefined ? known.settings.files : [fileIn(known, only)];
        const found = wanted.map(async ({ id, reader, path }) => ({
          id,
          reader,
          path,
          versions: (await parts.history.versions(path)).map(({ at, by, text }) =>
            only === undefined ? { at, by } : { at, by, text: text ?? null },
          ),
        }));
        return { schema: 1, files: await Promise.all(found) };
      },
      async restore(only) {
        const known = await loadedView();
        if (only !== undefined) fileIn(known, only);
        const restored = await parts.restoreFiles(only);
        return {
          schema: 1,
          files: restored.map(({ failure, ...file }) => ({ ...file, problem: problemOf(failure) })),
        };
      },
    },

    keyStore: {
      async show() {
        await loadedView();
        return keyStore();
      },
      async choose(use) {
        await parts.keyStore.choose(use);
        return keyStore();
      },
      async enterPassphrase(passphrase) {
        await parts.keyStore.enterPassphrase(passphrase);
        return keyStore();
      },
    },
  };
}
