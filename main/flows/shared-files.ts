// Keeps the files of other programs in step with the accounts in use, and notices what those programs do with them.
import { isKeyedAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { JsonChanges, JsonObject } from '../domain/json.ts';
import type { Home } from '../domain/refresh-policy.ts';
import { isFileOn } from '../domain/settings.ts';
import type { ManagedFile } from '../consumers/description.ts';
import type { FileWatch, Timer } from '../ports.ts';
import type { AccountBook } from './account-book.ts';
import type { Claimant, FilePlan } from './file-plan.ts';
import { createTurns } from '../domain/in-turn.ts';
import { createSwitchPlans, plainTarget, stateEdit, type SwitchPlans } from './plan-files.ts';
import { createUnwrittenFiles } from './unwritten-files.ts';
import {
  createCredentialFile,
  type CredentialFileAtWork,
  type CredentialFileParts,
} from './credential-file.ts';

export interface SharedFileParts extends CredentialFileParts {
  readonly book: CredentialFileParts['book'] & Pick<AccountBook, 'inTurn'>;
  readonly managed: readonly ManagedFile[];
  readonly watch: FileWatch;
  readonly timer: Timer;
  /** Has the program that reads a file renew the login in it. @throws Failure */
  readonly askProgram: (item: ManagedFile) => Promise<void>;
}

export interface SharedFiles extends SwitchPlans {
  /** Puts the keys of the provider's account in use where they belong; a person has asked for it, unless it is said who has. */
  claim(provider: ProviderId, claimant?: Claimant): Promise<void>;
  /** Writes what has changed into files that hold one of our accounts, and into those without keys. */
  follow(): Promise<void>;
  /** The same a moment later, once for everything that changes until then. */
  followSoon(): void;
  /**
   * Takes an account's keys out of every file that holds them; what cannot be written is tried again by `retry`. An API key
   * that may be the person's own stays in a file that is switched off.
   */
  release(entry: SignedInAccount): Promise<Released>;
  /** Takes newer keys from the file that carries the account's refresh token; answers where that token lives. */
  adopt(account: AccountId): Promise<Home>;
  /** Has the program whose file carries the refresh token renew it, and adopts that. @throws Failure */
  askOwner(account: AccountId): Promise<void>;
  /** Tries again what could not be written. */
  retry(): Promise<void>;
  /** Writes or leaves alone a file that the person switched on or off. */
  chosen(fileId: string): Promise<void>;
  /** What would be written to a file that is claimed now. @throws Failure when it cannot be understood */
  proposal(fileId: string): Promise<Proposal>;
  /**
   * What puts the keys of the account in use into this file; undefined where they may not go there. Needs `alone`.
   * @throws Failure when it cannot be planned
   */
  planClaim(fileId: string): Promise<FilePlan | undefined>;
  /** Does the work while nothing else of ours writes to these files. */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Another part of ours has written there, alone: nobody is told that somebody else had. */
  wrote(path: string): Promise<void>;
  /** Whose keys stand in a file now, after a look at it. */
  look(fileId: string): Promise<AccountId | undefined>;
  /** Looks at the files now and whenever they change; called again, looks again. */
  start(): Promise<void>;
  /** Waits for what is being written. */
  stop(): Promise<void>;
}

export interface Released {
  /** The programs that lost the keys. */
  readonly lost: readonly string[];
  /** The files that hold them still, and why. */
  readonly failures: readonly FailureValue[];
}

export interface Proposal {
  readonly path: string;
  readonly before: JsonObject | undefined;
  readonly changes: JsonChanges | undefined;
  /** Why nothing would be written, where there is more to say than that nobody's keys may go there. */
  readonly refusal?: FailureValue;
}

const soonMs = 200;

export function createSharedFiles(parts: SharedFileParts): SharedFiles {
  const { managed, writer, watch, book, store, facts, timer, log } = parts;
  const unwritten = createUnwrittenFiles({ store, timer, log, again: () => retry({ claims: false }) });
  const leftAlone = (item: ManagedFile, failure: Failure): void => {
    void unwritten.attempt(item, 'policy', () => Promise.reject(failure));
  };
  const credentialFiles = managed.flatMap(({ file, ...rest }): readonly CredentialFileAtWork[] =>
    file.kind === 'credential' ? [createCredentialFile({ ...rest, file }, parts, leftAlone)] : [],
  );
  /** Those that carry a refresh token, so that their program renews by itself. */
  const homes = credentialFiles.filter(({ item }) => item.file.rotated !== undefined);
  const watches = new Map<string, () => void>();
  const missing = new Set<string>();
  let following: (() => void) | undefined;

  /** Two writes of one file at once would only meet as conflicts. */
  const inTurn = createTurns();

  const activeOf = (provider: ProviderId): AccountId | undefined =>
    facts().providers.find(({ id }) => id === provider)?.account?.id;
  const enabled = ({ file }: ManagedFile): boolean => isFileOn(store.state().settings, file);

  function retry({ claims }: { readonly claims: boolean }): Promise<void> {
    return inTurn(async () => {
      for (const file of credentialFiles) {
        const entry = unwritten.keysLeftIn(file.item.file.id);
        if (entry === undefined || !isKeyedAccount(entry)) continue;
        try {
          // Signed in again since: its keys belong there.
          if (book.get(entry.account.id) === undefined) await file.takeOut(entry);
          unwritten.takenOut(file.item);
        } catch (thrown) {
          unwritten.notTakenOut(file.item, entry, thrown);
        }
      }
      for (const item of managed) {
        const claimant = unwritten.claimantOf(item.file.id);
        if (claimant === undefined) continue;
        // What writes over nothing that is not ours needs nobody there who has asked for it.
        await writeOne(item, claims || claimant === 'policy' ? claimant : 'nobody');
      }
    });
  }

  /** A refresh token lives in one file at most: two programs that redeem it would end the sign-in. */
  function requireOnlyHome({ item }: CredentialFileAtWork): void {
    if (item.file.rotated === undefined) return;
    const active = activeOf(item.file.provider);
    const other = homes.find(
      (home) => home.item !== item && home.holder() === active && active !== undefined,
    );
    if (other !== undefined)
      throw new Failure('storage/managed-elsewhere', { subject: item.reader, detail: other.item.path });
  }

  async function writeCredential(file: CredentialFileAtWork, claimant: Claimant): Promise<void> {
    await unwritten.attempt(file.item, claimant, async () => {
      const isClaiming = claimant !== 'nobody';
      if (isClaiming) requireOnlyHome(file);
      const outcome = await file.write(claimant);
      // The folder may be there only now.
      if (isClaiming && outcome === 'written') keepWatch(file);
      return outcome;
    });
  }

  async function writeOne(item: ManagedFile, claimant: Claimant): Promise<void> {
    const { file } = item;
    if (!enabled(item)) return;
    const credential = credentialFiles.find((each) => each.item.file.id === file.id);
    if (credential !== undefined) await writeCredential(credential, claimant);
    else if (file.kind === 'state')
      await unwritten.attempt(item, 'nobody', () =>
        writer.editJson(plainTarget(item), stateEdit(file, facts())),
      );
    else if (file.kind === 'text')
      await unwritten.attempt(item, 'nobody', () =>
        writer.editText(plainTarget(item), () => file.content(facts())),
      );
  }

  /** Answers whether the file could be understood. */
  async function look(file: CredentialFileAtWork): Promise<boolean> {
    const found = await file.look();
    const { id } = file.item.file;
    // With the file its folder may have gone, and with that the watch.
    if (found === 'nothing') missing.add(id);
    else if (found === 'content' && missing.delete(id)) keepWatch(file);
    return found !== 'not-understood';
  }

  function keepWatch(file: CredentialFileAtWork): void {
    const { path, file: description } = file.item;
    watches.get(description.id)?.();
    watches.set(
      description.id,
      watch.watch(path, () => {
        void inTurn(() => look(file));
      }),
    );
  }

  function follow(): Promise<void> {
    return inTurn(async () => {
      for (const item of managed) await writeOne(item, 'nobody');
    });
  }

  /** The file that carries the account's refresh token, as it stands now; `readable` when it could be understood. */
  async function homeOf(
    account: AccountId,
  ): Promise<{ readonly file: CredentialFileAtWork; readonly readable: boolean } | undefined> {
    for (const file of homes) {
      const entry = book.get(account);
      if (entry === undefined || !isKeyedAccount(entry) || !file.item.file.accepts(entry)) continue;
      const readable = await look(file);
      if (readable && file.holder() === account) return { file, readable };
      // What cannot be understood may hold newer keys of whoever was there last, or else of the account in use.
      const last = file.holder() ?? activeOf(file.item.file.provider);
      if (!readable && last === account) return { file, readable };
    }
    return undefined;
  }

  /** @throws Failure `credential/left-to-owner` when its program would redeem something else than the newest token */
  async function askOwner(account: AccountId): Promise<void> {
    const home = await inTurn(() => homeOf(account));
    if (home === undefined) return;
    const { file, readable } = home;
    const left = new Failure('credential/left-to-owner', { subject: file.item.reader });
    if (!readable) throw left;
    const isNewest = await inTurn(async () => {
      if (await file.isUpToDate()) return true;
      await writeOne(file.item, 'nobody');
      return file.isUpToDate();
    });
    if (!isNewest) throw left;
    await parts.askProgram(file.item);
    await inTurn(() => look(file));
  }

  /** What a switch has written is neither to be written nor to be taken out any more. */
  function settled(item: ManagedFile): void {
    unwritten.settled(item);
    const file = credentialFiles.find((each) => each.item.file.id === item.file.id);
    // The folder may be there only now.
    if (file !== undefined) keepWatch(file);
  }

  return {
    claim(provider, claimant = 'person') {
      const active = activeOf(provider);
      const work = (): Promise<void> =>
        inTurn(async () => {
          const open = active !== undefined && book.get(active) !== undefined;
          for (const item of managed) {
            if (item.file.kind !== 'credential') await writeOne(item, 'nobody');
            else if (item.file.provider === provider && open) await writeOne(item, claimant);
          }
        });
      // Not while its token is being spent: a program that reads the file then would spend it again.
      return active === undefined ? work() : book.inTurn(active, work);
    },
    follow,
    followSoon() {
      following ??= timer.after(soonMs, () => {
        following = undefined;
        void follow();
      });
    },
    release: (entry) =>
      inTurn(async () => {
        const lost: string[] = [];
        const left: string[] = [];
        const failures: FailureValue[] = [];
        if (!isKeyedAccount(entry)) return { lost, failures };
        for (const file of credentialFiles.filter(({ item }) => item.file.accepts(entry))) {
          try {
            const outcome = await file.takeOut(entry);
            if (outcome === 'left') left.push(file.item.path);
            else if (outcome !== 'unchanged') lost.push(file.item.reader);
            unwritten.takenOut(file.item);
          } catch (thrown) {
            failures.push(unwritten.notTakenOut(file.item, entry, thrown));
          }
        }
        const { label: subject } = entry.account;
        if (left.length > 0)
          failures.push({ code: 'credential/left-in-file', subject, detail: left.join(', ') });
        return { lost, failures };
      }),
    adopt: (account) =>
      inTurn(async () => {
        const home = await homeOf(account);
        if (home === undefined) return 'vault';
        const { item } = home.file;
        return home.readable && enabled(item) && unwritten.claimantOf(item.file.id) === undefined
          ? 'file'
          : 'owner';
      }),
    askOwner,
    ...createSwitchPlans(() => ({ managed: managed.filter(enabled), credentialFiles, writer }), settled),
    async planClaim(fileId) {
      const file = credentialFiles.find(({ item }) => item.file.id === fileId);
      if (file === undefined || !enabled(file.item)) return undefined;
      requireOnlyHome(file);
      const plan = await file.plan(facts(), undefined, 'person');
      if (plan === undefined) return undefined;
      return {
        ...plan,
        settle() {
          plan.settle();
          settled(plan.item);
        },
      };
    },
    alone: inTurn,
    async wrote(path) {
      for (const file of credentialFiles) if (file.item.path === path) await file.wrote();
    },
    async look(fileId) {
      const file = credentialFiles.find(({ item }) => item.file.id === fileId);
      if (file === undefined) return undefined;
      await look(file);
      return file.holder();
    },
    retry: () => retry({ claims: true }),
    chosen: (fileId) =>
      inTurn(async () => {
        for (const item of managed.filter(({ file }) => file.id === fileId)) {
          if (enabled(item)) await writeOne(item, 'person');
          else unwritten.forgetProblem(item);
        }
      }),
    proposal: (fileId) =>
      inTurn(async () => {
        const item = managed.find(({ file }) => file.id === fileId);
        if (item === undefined) throw new Failure('broker/bad-request', { detail: 'no such file' });
        const { file, path } = item;
        const credential = credentialFiles.find((each) => each.item.file.id === fileId);
        let proposed: Proposal = { path, before: undefined, changes: undefined };
        await writer.editJson({ path }, async (before) => {
          try {
            if (credential !== undefined) requireOnlyHome(credential);
            const changes =
              file.kind === 'state'
                ? await stateEdit(file, facts())(before, async () => false)
                : await credential?.proposal(before);
            proposed = { path, before, changes };
          } catch (thrown) {
            proposed = { path, before, changes: undefined, refusal: toFailure(thrown).toValue() };
          }
          return undefined;
        });
        return proposed;
      }),
    async start() {
      for (const file of credentialFiles) keepWatch(file);
      await inTurn(async () => {
        for (const file of credentialFiles) await look(file);
      });
    },
    async stop() {
      for (const stop of watches.values()) stop();
      watches.clear();
      following?.();
      unwritten.stop();
      await inTurn(async () => undefined);
    },
  };
}
