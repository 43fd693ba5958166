// The routes for logins and keys that stand on this computer already.
import type { TerminalKeys } from '../../domain/found-logins.ts';
import { Secret } from '../../domain/secret.ts';
import {
  findRequestShape,
  loginsShape,
  migrateRequestShape,
  migrationShape,
  takenListShape,
  takeRequestShape,
  type LoginsAnswer,
  type MigrationAnswer,
  type TakenAnswer,
  type TerminalKeys as GivenKeys,
} from '../protocol/logins.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

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

export function loginRoutes(logins: LoginActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/logins',
      about: 'The logins and keys that stand on this computer.',
      intent: 'accounts',
      slow: true,
      body: findRequestShape,
      answer: loginsShape,
      handle: ({ body, call }) => logins.list(wrapped(body.keys), call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/logins/take',
      about: 'Makes accounts of them.',
      intent: 'accounts',
      slow: true,
      body: takeRequestShape,
      answer: takenListShape,
      handle: ({ body: { keys, only }, call }) => logins.take(wrapped(keys), only, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/migrations',
      about: 'Takes everything over, with a backup and a way back; or says what that would do.',
      intent: 'accounts',
      slow: true,
      body: migrateRequestShape,
      answer: migrationShape,
      handle: ({ body: { keys, dryRun, only }, call }) =>
        logins.migrate(wrapped(keys), dryRun, only, call.signal),
    }),
  ];
}
