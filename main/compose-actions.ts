// Joins what other programs can have done by the local service with the flows that do it; agents and hand-outs stand elsewhere.
import { systemClock } from './adapters/node/system-time.ts';
import type { Base } from './compose-base.ts';
import type { Face } from './compose-face.ts';
import type { Flows } from './compose-flows.ts';
import type { LoginFlows } from './compose-logins.ts';
import type { Notices } from './compose-notices.ts';
import type { ServiceComposeParts } from './compose-service.ts';
import type { Terminal } from './compose-terminal.ts';
import type { Intents } from './desktop/intents.ts';
import { Failure } from './domain/failure.ts';
import { exampleEvent } from './domain/hook-words.ts';
import { accountId } from './domain/ids.ts';

type Actions = ServiceComposeParts['actions'];

export interface ActionComposeParts extends Pick<Actions, 'packages' | 'flags' | 'history'> {
  readonly base: Pick<Base, 'store' | 'view' | 'providers'>;
  readonly face: Pick<Face, 'isWindowless' | 'updates'>;
  readonly flows: Flows;
  readonly logins: LoginFlows;
  readonly notices: Pick<Notices, 'hooks' | 'statusLine'>;
  readonly terminal: Pick<Terminal, 'shells' | 'doctor'>;
  readonly intents: Intents;
}

export function composeActions(parts: ActionComposeParts): Actions {
  const { face, flows, logins, notices, terminal, intents } = parts;
  const { store, view, providers } = parts.base;
  const { switching } = flows;
  return {
    store,
    view,
    desk: flows.desk,
    find: providers.find,
    intents: {
      ...intents,
      open(page) {
        if (face.isWindowless) throw new Failure('broker/no-window');
        if (page === undefined) intents.open();
        else intents.openPage(page);
      },
    },
    signOut: flows.signOut,
    switching: {
      switchTo: ({ provider, account, unchecked }) =>
        switching.switchTo({
          prefer: providers.find(provider).id,
          ...(account !== undefined && { account: accountId(account) }),
          ...(unchecked !== undefined && { unchecked }),
        }),
      undo: switching.undo,
      look: switching.look,
    },
    shells: terminal.shells,
    doctor: terminal.doctor,
    readQuotas: flows.readQuotas,
    refresh: flows.retry,
    ...logins,
    previewFile: flows.previewFile,
    history: parts.history,
    changeSettings: flows.changeSettings,
    keyStore: flows.keyStore,
    statusLines: notices.statusLine,
    packages: parts.packages,
    flags: parts.flags,
    ...(face.updates !== undefined && { updates: face.updates }),
    hooks: { ...notices.hooks, exampleEvent: (event) => exampleEvent(event, systemClock.nowMs()) },
  };
}
