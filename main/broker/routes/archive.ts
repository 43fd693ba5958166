// The routes for backups.
import { Hono } from 'hono';
import { Secret } from '../../domain/secret.ts';
import { goneSignal, readBody } from '../body.ts';
import {
  backupRequestShape,
  restoreRequestShape,
  type BackupAnswer,
  type RestoreAnswer,
} from '../protocol/archive.ts';

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
  backup(request: BackupRequest): Promise<BackupAnswer>;
  restore(request: RestoreRequest, signal: AbortSignal): Promise<RestoreAnswer>;
}

export function archiveRoutes(archive: ArchiveActions): Hono {
  const routes = new Hono();
  routes.post('/backups', async (context) => {
    const { provider, account, passphrase } = await readBody(context, backupRequestShape);
    return context.json(await archive.backup({ provider, account, passphrase: new Secret(passphrase) }));
  });
  routes.post('/restores', async (context) => {
    const { accounts, passphrase, ...rest } = await readBody(context, restoreRequestShape);
    const request = { ...rest, accounts, passphrase: new Secret(passphrase) };
    return context.json(await archive.restore(request, goneSignal(context)));
  });
  return routes;
}
