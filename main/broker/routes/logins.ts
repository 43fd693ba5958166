// The routes for logins and keys that stand on this computer already.
import { Hono } from 'hono';
import type { TerminalKeys } from '../../domain/found-logins.ts';
import { Secret } from '../../domain/secret.ts';
import { goneSignal, readBody } from '../body.ts';
import {
  findRequestShape,
  migrateRequestShape,
  takeRequestShape,
  type LoginsAnswer,
  type MigrationAnswer,
  type TakenAnswer,
  type TerminalKeys as GivenKeys,
} from '../protocol/logins.ts';

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

function wrapped(keys: GivenKeys = {}): TerminalKeys {
  const given = Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [[name, new Secret(key)] as const],
  );
  return Object.fromEntries(given);
}

export function loginRoutes(logins: LoginActions): Hono {
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
  return routes;
}
