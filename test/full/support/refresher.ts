// One process of ours that keeps one sign-in: the real flow, vault, journal and lock on a real disk, joined as the app
// joins them. A toy key encrypts, and the provider's host is the token server.
import { join } from 'node:path';
import { readIfPresent, replaceFile } from '../../../main/adapters/node/durable-file.ts';
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { createRefreshJournal } from '../../../main/adapters/node/refresh-journal.ts';
import { systemClock, systemTimer } from '../../../main/adapters/node/system-time.ts';
import { createVault } from '../../../main/adapters/node/vault.ts';
import { isOAuthAccount, type OAuthAccount } from '../../../main/domain/account.ts';
import { accountIdOf, consumerId, providerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createFreshCredentials } from '../../../main/flows/fresh-credential.ts';
import type { Http, Lock, Log, RefreshJournal, Vault } from '../../../main/ports.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { createStore } from '../../../main/state/store.ts';
import { passThroughLock } from '../../fakes/pass-through-lock.ts';
import { ToySecretBox } from '../../fakes/secret-box.ts';
import { clientId, issuer, type Family } from './token-server.ts';
import type { Step } from './refresher-steps.ts';
import { machineMs } from './statistics.ts';

/** What may be taken away, to see that it was needed. */
export type Guard = 'machine-wide lock' | 'journal';

export interface RefresherParts {
  readonly folder: string;
  /** The token server's. */
  readonly url: string;
  readonly without?: Guard | undefined;
  /** In place of the request to the token server: for a process that is to stop there. */
  readonly http?: Http;
  /** Told of each step when it is done. */
  readonly step: (step: Step, atMs: number) => void;
}

export interface Refresher {
  /** Takes in what the vault holds. */
  open(): Promise<void>;
  /** Usable keys of the one account. @throws Failure */
  get(): Promise<OAuthAccount>;
}

const quietLog: Log = { info: () => undefined, warn: () => undefined };
const provider = findProvider('openai');

/** The account of a sign-in as it stands in the vault after its first answer. */
function firstEntry({ person, workspace, issued: [first] }: Family): OAuthAccount {
  if (first === undefined) throw new Error('nothing was issued');
  return {
    account: {
      id: accountIdOf(providerId('openai'), `${person}.${workspace}`),
      provider: providerId('openai'),
      label: `${person}@example.test`,
      workspaceId: workspace,
      kind: 'oauth',
    },
    credential: {
      kind: 'oauth',
      origin: 'browser-sign-in',
      destinations: [consumerId('codex')],
      issuer,
      clientId,
      accessToken: new Secret(first.access),
      refreshToken: new Secret(first.refresh),
      idToken: new Secret(first.id),
      obtainedAt: first.obtainedAt,
      expiresAt: first.expiresAt,
    },
  };
}

function vaultIn(folder: string): Vault {
  return createVault({
    path: join(folder, 'vault.json'),
    box: new ToySecretBox(),
    lock: createOwnerLock(join(folder, 'locks')),
  });
}

/** Puts a sign-in into the vault of a folder. */
export async function keepIn(folder: string, family: Family): Promise<void> {
  await vaultIn(folder).save(firstEntry(family));
}

function watchedLock(lock: Lock, done: (step: 'locked' | 'unlocked') => void): Lock {
  return {
    hold: (name, work, options) =>
      lock.hold(
        name,
        async () => {
          done('locked');
          try {
            return await work();
          } finally {
            done('unlocked');
          }
        },
        options,
      ),
  };
}

/** A program without a journal keeps an answer where it is read, and only then at home. */
async function writeFilesFirst(folder: string): Promise<void> {
  for (const name of ['auth.json', 'claude_auth.json']) {
    const path = join(folder, name);
    await replaceFile(path, new TextEncoder().encode('{}'), await readIfPresent(path));
  }
}

const noJournal: RefreshJournal = {
  note: async () => undefined,
  successorOf: async () => undefined,
  clear: async () => undefined,
};

export function createRefresher({ folder, url, without, http, step }: RefresherParts): Refresher {
  const done = (name: Step): void => {
    step(name, machineMs());
  };
  const ownerLock = createOwnerLock(join(folder, 'locks'));
  const lock = watchedLock(without === 'machine-wide lock' ? passThroughLock : ownerLock, done);
  const realJournal =
    without === 'journal'
      ? noJournal
      : createRefreshJournal({ folder: join(folder, 'journal'), box: new ToySecretBox() });
  const journal: RefreshJournal = {
    ...realJournal,
    async note(spent, renewed) {
      await realJournal.note(spent, renewed);
      done('journaled');
    },
    async clear(account) {
      await realJournal.clear(account);
      done('cleared');
    },
  };
  const realVault = vaultIn(folder);
  const vault: Vault = {
    ...realVault,
    async save(entry) {
      if (without === 'journal') await writeFilesFirst(folder);
      const backend = await realVault.save(entry);
      done('kept');
      return backend;
    },
  };
  const toServer: Http = async (_url, init) => {
    const answer = fetch(url, { ...init, headers: { ...init?.headers } });
    done('asked');
    const response = await answer;
    // As the app's own HTTP does: the body is there, whole, before anybody sees the answer.
    const body = await response.arrayBuffer();
    done('answered');
    return new Response(body, { status: response.status, headers: response.headers });
  };
  const book = createAccountBook(vault);
  const fresh = createFreshCredentials({
    book,
    files: {
      adopt: async () => 'vault',
      follow: async () => undefined,
      askOwner: async () => undefined,
    },
    find: () => provider,
    toolsFor: () => ({ http: http ?? toServer, clock: systemClock, log: quietLog }),
    journal,
    lock,
    store: createStore(),
    timer: systemTimer,
    random: () => 0.5,
    log: quietLog,
  });
  return {
    async open() {
      const { accounts, backends } = await realVault.load();
      for (const entry of accounts) book.opened(entry, backends.get(entry.account.id));
    },
    async get() {
      const [entry] = book.all();
      if (entry === undefined) throw new Error('the vault is empty');
      const usable = await fresh.get(entry.account.id);
      if (!isOAuthAccount(usable)) throw new Error('not an OAuth account');
      return usable;
    },
  };
}
