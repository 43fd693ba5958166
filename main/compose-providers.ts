// Joins the providers with the network, each with its own hosts only, and with the files that describe more of them.
import { createPackageApprovals } from './adapters/node/package-approvals.ts';
import { createPackageFiles } from './adapters/node/package-files.ts';
import { createPinnedHttp, type Fetch } from './adapters/node/pinned-http.ts';
import { createServerClock } from './adapters/node/server-clock.ts';
import { systemClock } from './adapters/node/system-time.ts';
import type { KeyStores } from './adapters/node/unseal.ts';
import type { Base } from './compose-base.ts';
import type { Face } from './compose-face.ts';
import { flagNow } from './domain/flags.ts';
import { packagesFlag } from './domain/known-package.ts';
import { offBecause, type Flags } from './flows/flags.ts';
import { createPackages, type Packages } from './flows/packages.ts';
import type { Log } from './ports.ts';
import type { ProviderDescription, ProviderTools } from './providers/description.ts';
import { idleProvider, packageProvider } from './providers/package-provider.ts';
import { reservedNames } from './providers/reserved.ts';
import type { Event } from './state/state.ts';

export interface ProviderComposeParts {
  readonly base: Pick<Base, 'store' | 'paths' | 'providers'>;
  readonly fetch: Fetch;
  readonly userAgent: string;
  readonly keyStores: KeyStores;
  readonly face: Pick<Face, 'askPerson' | 'askLanguage'>;
  readonly log: Log;
  readonly flags: Pick<Flags, 'list'>;
}

export interface ComposedProviders {
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly packages: Packages;
}

/** What tells whose accounts there are, and whether approvals can be opened. */
const lookedAtAnew: ReadonlySet<Event['type']> = new Set([
  'accounts.loaded',
  'account.signed-in',
  'account.signed-out',
  'key-store.seen',
  'flags.seen',
]);

export function composeProviders(parts: ProviderComposeParts): ComposedProviders {
  const { face, fetch, userAgent, keyStores, log, flags } = parts;
  const { store, paths, providers } = parts.base;
  /** By description: one that is made anew reaches other hosts. */
  const tools = new WeakMap<ProviderDescription, ProviderTools>();

  const packages = createPackages({
    files: createPackageFiles(paths.packages),
    approvals: createPackageApprovals({ path: paths.packagesFile, ...keyStores }),
    ask: face.askPerson,
    language: face.askLanguage,
    clock: systemClock,
    log,
    reserved: reservedNames,
    describe: packageProvider,
    describeIdle: idleProvider,
    async off() {
      const flag = flagNow(await flags.list(), packagesFlag);
      return flag?.variant === 'off' ? { code: 'flag/off', ...offBecause(flag) } : undefined;
    },
    owners: () => store.state().accounts.map(({ provider }) => provider),
    use: providers.setThirdParty,
    seen: (list) => {
      store.dispatch({ type: 'packages.seen', packages: list });
    },
    decided: (decision, { file, provider, label, hosts }, by) => {
      store.dispatch({ type: 'package.decided', decision, by, file, provider, label, hosts });
    },
  });
  store.subscribe((state, { type }) => {
    if (!lookedAtAnew.has(type)) return;
    if (type === 'flags.seen') void packages.lookAgain();
    const isKnown = (id: string): boolean => providers.all.some((each) => each.id === id);
    // Who has neither such a file nor an account by one is not looked after.
    if (state.packages.length > 0 || !state.accounts.every(({ provider }) => isKnown(provider)))
      void packages.lookAgain();
  });

  return {
    packages,
    toolsFor(provider) {
      const known = tools.get(provider);
      if (known !== undefined) return known;
      const server = createServerClock(systemClock);
      const http = server.observed(createPinnedHttp(fetch, { hosts: provider.hosts, userAgent }));
      const made = { http, clock: server.clock, log };
      tools.set(provider, made);
      return made;
    },
  };
}
