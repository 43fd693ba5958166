// The routes for backups.
import { Secret } from '../../domain/secret.ts';
import type { CallContext } from '../call-context.ts';
import {
  backupRequestShape,
  backupShape,
  restoreRequestShape,
  restoreShape,
  sealedLimitBytes,
  type BackupAnswer,
  type RestoreAnswer,
} from '../protocol/archive.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

/** A whole backup comes in one request; its quotes count twice. */
const restoreLimitBytes = 2 * sealedLimitBytes;

interface BackupRequest {
  readonly provider: string | undefined;
  readonly account: string | undefined;
  readonly passphrase: Secret;
}

interface RestoreRequest {
  readonly sealed: string;
  readonly passphrase: Secret;
  readonly accounts: readonly string[] | undefined;
  readonly force: boolean;
  readonly settings: boolean;
}

export interface ArchiveActions {
  /** Asks the person first, unless the passphrase is that of the vault. */
  backup(request: BackupRequest, call: CallContext): Promise<BackupAnswer>;
  restore(request: RestoreRequest, signal: AbortSignal): Promise<RestoreAnswer>;
}

export function archiveRoutes(archive: ArchiveActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/backups',
      about:
        'Accounts with their keys as a text that a passphrase protects; the person is asked first, unless it is that of the vault.',
      intent: 'accounts',
      slow: true,
      body: backupRequestShape,
      answer: backupShape,
      handle: ({ body: { provider, account, passphrase }, call }) =>
        archive.backup({ provider, account, passphrase: new Secret(passphrase) }, call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/restores',
      about: 'Takes accounts from a backup.',
      intent: 'accounts',
      slow: true,
      bodyLimitBytes: restoreLimitBytes,
      body: restoreRequestShape,
      answer: restoreShape,
      handle: ({ body: { accounts, passphrase, ...rest }, call }) =>
        archive.restore({ ...rest, accounts, passphrase: new Secret(passphrase) }, call.signal),
    }),
  ];
}
