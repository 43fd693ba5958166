// The routes for what stands on this computer: logins, backups, shared files, and what protects the keys.
import { Hono } from 'hono';
import type { TerminalKeys } from '../domain/found-logins.ts';
import { Secret } from '../domain/secret.ts';
import { goneSignal, readBody } from './body.ts';
import {
  backupRequestShape,
  restoreRequestShape,
  type BackupAnswer,
  type RestoreAnswer,
} from './protocol/archive.ts';
import {
  chooseFileRequestShape,
  chooseKeyStoreRequestShape,
  fileRequestShape,
  oneFileRequestShape,
  passphraseRequestShape,
  type FilesAnswer,
  type HistoryAnswer,
  type KeyStoreAnswer,
  type PreviewAnswer,
  type RestoredFilesAnswer,
} from './protocol/files.ts';
import {
  findRequestShape,
  migrateRequestShape,
  takeRequestShape,
  type LoginsAnswer,
  type MigrationAnswer,
  type TakenAnswer,
  type TerminalKeys as GivenKeys,
} from './protocol/logins.ts';

export interface BackupRequest {
  readonly provider: string | undefined;
  readonly account: string | undefined;
  readonly passphrase: Secret;
}

export interface RestoreRequest {
  readonly sealed: string;
  readonly passphrase: Secret;
  readonly accounts: readonly string[] | undefined;
  readonly force: boolean;
  readonly settings: boolean;
}

export interface LoginActions {
  list(keys: TerminalKeys, signal: AbortSignal): Promise<LoginsAnswer>;
  take(keys: TerminalKeys, only: readonly string[] | undefined, signal: AbortSignal): Promise<TakenAnswer>;
  migrate(
    keys: TerminalKeys,
    dryRun: boolean,
    only: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<MigrationAnswer>;
}

export interface ArchiveActions {
  backup(request: BackupRequest): Promise<BackupAnswer>;
  restore(request: RestoreRequest, signal: AbortSignal): Promise<RestoreAnswer>;
}

export interface FileActions {
  list(): Promise<FilesAnswer>;
  choose(file: string, on: boolean): Promise<FilesAnswer>;
  preview(file: string): Promise<PreviewAnswer>;
  history(file: string | undefined): Promise<HistoryAnswer>;
  restore(file: string | undefined): Promise<RestoredFilesAnswer>;
}

export interface KeyStoreActions {
  show(): Promise<KeyStoreAnswer>;
  choose(use: 'system' | 'memory'): Promise<KeyStoreAnswer>;
  enterPassphrase(passphrase: Secret): Promise<KeyStoreAnswer>;
}

/** What these routes can have done. Each throws a Failure when it cannot. */
export interface MoreActions {
  readonly logins: LoginActions;
  readonly archive: ArchiveActions;
  readonly files: FileActions;
  readonly keyStore: KeyStoreActions;
}

function wrapped(keys: GivenKeys = {}): TerminalKeys {
  const given = Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [[name, new Secret(key)] as const],
  );
  return Object.fromEntries(given);
}

/** To be mounted behind the grant. */
export function moreRoutes({ logins, archive, files, keyStore }: MoreActions): Hono {
  const routes = new Hono();
  routes.post('/logins', async (context) => {
    const { keys } = await readBody(context, findRequestShape);
    return context.json(await logins.list(wrapped(keys), goneSignal(context)));
  });
  routes.post('/logins/take', async (context) => {
    const { keys, only } = await readBody(context, takeRequestShape);
    return context.json(await logins.take(wrapped(keys), only, goneSignal(context)));
  });
  routes.post('/migrations', async (context) => {
    const { keys, dryRun, only } = await readBody(context, migrateRequestShape);
    return context.json(await logins.migrate(wrapped(keys), dryRun, only, goneSignal(context)));
  });

  routes.post('/backups', async (context) => {
    const { provider, account, passphrase } = await readBody(context, backupRequestShape);
    return context.json(await archive.backup({ provider, account, passphrase: new Secret(passphrase) }));
  });
  routes.post('/restores', async (context) => {
    const { accounts, passphrase, ...rest } = await readBody(context, restoreRequestShape);
    const request = { ...rest, accounts, passphrase: new Secret(passphrase) };
    return context.json(await archive.restore(request, goneSignal(context)));
  });

  routes.get('/files', async (context) => context.json(await files.list()));
  routes.post('/files/choose', async (context) => {
    const { file, on } = await readBody(context, chooseFileRequestShape);
    return context.json(await files.choose(file, on));
  });
  routes.post('/files/preview', async (context) => {
    const { file } = await readBody(context, oneFileRequestShape);
    return context.json(await files.preview(file));
  });
  routes.post('/files/history', async (context) => {
    const { file } = await readBody(context, fileRequestShape);
    return context.json(await files.history(file));
  });
  routes.post('/files/restore', async (context) => {
    const { file } = await readBody(context, fileRequestShape);
    return context.json(await files.restore(file));
  });

  routes.get('/key-store', async (context) => context.json(await keyStore.show()));
  routes.post('/key-store/choose', async (context) => {
    const { use } = await readBody(context, chooseKeyStoreRequestShape);
    return context.json(await keyStore.choose(use));
  });
  routes.post('/key-store/passphrase', async (context) => {
    const { passphrase } = await readBody(context, passphraseRequestShape);
    return context.json(await keyStore.enterPassphrase(new Secret(passphrase)));
  });
  return routes;
}
