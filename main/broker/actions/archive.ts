// What the local service can have done with backups that a passphrase protects.
import type { Account } from '../../domain/account.ts';
import type { RestoredAccount } from '../../domain/backup-content.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ProviderId } from '../../domain/ids.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ArchiveActions } from '../routes/archive.ts';
import { identityOf, problemOf, type ViewAtHand } from './shown.ts';

export interface ArchiveParts {
  readonly archive: {
    backup(
      order: {
        readonly provider?: ProviderId;
        readonly account?: string;
        readonly passphrase: Secret;
        readonly by: Actor;
      },
      signal: AbortSignal,
    ): Promise<{
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
}

/** @param find throws Failure `selection/unknown-provider` */
export function archiveActions(
  { archive }: ArchiveParts,
  { loadedView }: Pick<ViewAtHand, 'loadedView'>,
  find: (provider: string) => { readonly id: ProviderId },
): ArchiveActions {
  return {
    async backup({ provider, account, passphrase }, { actor: by, signal }) {
      await loadedView();
      const { sealed, accounts } = await archive.backup(
        {
          ...(provider !== undefined && { provider: find(provider).id }),
          ...(account !== undefined && { account }),
          passphrase,
          by,
        },
        signal,
      );
      return {
        schema: 1,
        sealed,
        accounts: accounts.map(({ account: each, content }) => ({ ...identityOf(each), content })),
      };
    },
    async restore({ accounts, ...order }, signal) {
      await loadedView();
      const found = await archive.restore({ ...order, ...(accounts !== undefined && { accounts }) }, signal);
      return {
        schema: 1,
        madeAt: found.madeAt,
        settings: found.settings,
        accounts: found.accounts.map(({ account, outcome, otherCopies, failure }) => ({
          ...identityOf(account),
          outcome,
          otherCopies: otherCopies === undefined ? null : [...otherCopies],
          problem: problemOf(failure),
        })),
      };
    },
  };
}
