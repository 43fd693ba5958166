// The routes of the local service as a test asks them: without a socket, with made-up grants and a clock of the test's own.
import { createGrants, type Grants } from '../../main/broker/grants.ts';
import { createRoutes, type BrokerActions, type BrokerParts } from '../../main/broker/routes.ts';
import { Secret } from '../../main/domain/secret.ts';
import { RecordingActions } from './broker.ts';
import { FakeTime } from './time.ts';

/** The grant of this machine. */
export const machineGrant = 'canary_grant';

export function testGrants(): Grants {
  let made = 0;
  return createGrants({
    machine: new Secret(machineGrant),
    newToken: () => {
      made += 1;
      return `canary_run_${made}`;
    },
  });
}

export function routesOver<Actions extends BrokerActions>(
  actions: Actions,
  changes: Partial<BrokerParts> = {},
) {
  const grants = testGrants();
  const time = new FakeTime();
  const routes = createRoutes({
    actions,
    grants,
    version: '1.2.3',
    timer: time,
    callerOf: async () => undefined,
    ...changes,
  });
  const send = async (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = { authorization: `Bearer ${machineGrant}` },
  ): Promise<Response> =>
    routes.request(path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
    });
  const ask = async (...call: Parameters<typeof send>): Promise<[number, unknown]> => {
    const response = await send(...call);
    const answer: unknown = await response.json();
    return [response.status, answer];
  };
  return { actions, grants, routes, send, ask, time };
}

export function openRoutes(changes: Partial<BrokerParts> = {}) {
  return routesOver(new RecordingActions(), changes);
}
