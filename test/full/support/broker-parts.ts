// What the local service of a figure is joined of: everything real that leases touch, and stand-ins for a person and a key store.
import { readFile } from 'node:fs/promises';
import { systemClock, systemTimer } from '../../../main/adapters/node/system-time.ts';
import { composeService } from '../../../main/compose-service.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import type { Log } from '../../../main/ports.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { makeView } from '../../../main/state/view.ts';
import { quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { unusedParts } from '../../fakes/broker-actions.ts';
import { pathsIn } from '../../fakes/paths.ts';
import { keyStoresOf, ToySecretBox } from '../../fakes/secret-box.ts';
import { fullAccount } from './broker-account.ts';
import type { BrokerOptions } from './broker-talk.ts';

const version = '1.2.3';
const lengthMs = 18_000_000;

const log: Log = {
  info: () => undefined,
  warn(message, facts) {
    process.stderr.write(`broker: ${message} ${JSON.stringify(facts)}\n`);
  },
};

const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

function storeWith({ leftPercent, concurrent }: BrokerOptions, now: number) {
  const store = createStore({
    ...initialState,
    settings: { ...defaultSettings, agentsAtOnce: concurrent, leastLeasePercent: 0, reservePercent: 0 },
  });
  store.dispatch({ type: 'accounts.loaded', accounts: [fullAccount.account] });
  const window = quotaWindow({ usedPercent: 100 - leftPercent, resetsAt: now + lengthMs });
  store.dispatch({ type: 'quota.read', sample: sampleOf(fullAccount, [window], now) });
  return store;
}

export async function startBroker(
  options: BrokerOptions,
): Promise<{ readonly path: string; readonly grant: string; readonly stop: () => Promise<void> }> {
  const paths = pathsIn(options.folder);
  const clock = { nowMs: () => systemClock.nowMs() + (options.clockAheadMs ?? 0) };
  const store = storeWith(options, clock.nowMs());
  const book = createAccountBook({
    save: unasked,
    remove: unasked,
    reload: unasked,
    requireWritable: unasked,
    requireRoom: unasked,
  });
  book.opened(fullAccount);
  const service = composeService({
    paths,
    version,
    store,
    clock,
    timer: systemTimer,
    log,
    providers,
    find: findProvider,
    consumers,
    flows: {
      book,
      fresh: { get: unasked },
      ready: async () => undefined,
      readQuota: async () => undefined,
      keyStore: { prove: unasked },
    },
    keyStores: keyStoresOf(new ToySecretBox()),
    screenLock: { listen: () => () => undefined },
    notifier: { show: () => undefined },
    askPerson: { ask: async () => false },
    askLanguage: () => 'en',
    ask: { ask: async () => 'nobody' },
    shareFolder: async () => undefined,
    openWindow: () => undefined,
    isWindowless: false,
    places: { home: paths.home, data: paths.data, environment: {} },
    pages: {
      managed: [],
      quotaHistory: { read: async () => new Map() },
      history: { versions: async () => [], count: async () => 0 },
      writer: { original: async () => undefined },
      language: () => 'en',
      accountLabel: (account) => account,
      chooseSavePath: unasked,
    },
    actions: {
      ...unusedParts,
      store,
      view: () => makeView(store.state(), { providers, files: [], owners: [], version, now: clock.nowMs() }),
      find: findProvider,
      desk: {
        begin: () => {
          throw new Error('not asked for here');
        },
        paste: () => {
          throw new Error('not asked for here');
        },
      },
      signOut: unasked,
      refresh: async () => undefined,
      readQuotas: async () => undefined,
      intents: { open: () => undefined, quit: () => undefined },
    },
  });
  const path = await service.start();
  const grant = (await readFile(paths.grantFile, 'utf8')).trim();
  return { path, grant, stop: service.stop };
}
