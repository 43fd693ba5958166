// Providers that files of the person's describe: used once the person has approved exactly these bytes, and no longer when
// they change. Everything comes and goes while the app runs.
import type { Actor } from '../domain/actor.ts';
import { fromValue, toFailure, Failure, type FailureValue } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import {
  judgePackages,
  mostApprovals,
  packageFailure,
  packagePath,
  type ApprovedPackage,
  type JudgedPackage,
  type KnownPackage,
  type PackageFile,
} from '../domain/known-package.ts';
import type { Language } from '../domain/language.ts';
import { packageQuestion } from '../domain/package-question.ts';
import type { ProviderPackage, ReservedNames } from '../domain/provider-package.ts';
import type { AskPerson, Clock, Log } from '../ports.ts';
import type { PackageApprovals, PackageFiles } from '../ports-files.ts';
import type { ProviderDescription } from '../providers/description.ts';
import { createTurns } from '../domain/in-turn.ts';

type Idle = Pick<ApprovedPackage, 'label' | 'hosts'> & { readonly id: ProviderId };

export interface PackageParts {
  readonly files: PackageFiles;
  readonly approvals: PackageApprovals;
  readonly ask: AskPerson;
  /** Of the question. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly reserved: ReservedNames;
  readonly describe: (description: ProviderPackage) => ProviderDescription;
  /** A provider that is only there for its accounts, and says why. */
  readonly describeIdle: (named: Idle, why: FailureValue) => ProviderDescription;
  /** The providers of the accounts that there are. */
  readonly owners: () => readonly ProviderId[];
  /** Why nothing of any file may be used now, if so. Never fails. */
  readonly off: () => Promise<FailureValue | undefined>;
  readonly use: (descriptions: readonly ProviderDescription[]) => void;
  /** Gets the list after every change of it, when the providers are in use. */
  readonly seen: (packages: readonly KnownPackage[]) => void;
  /** A yes has been kept, or is kept no longer. */
  readonly decided: (decision: 'approved' | 'forgotten', approved: ApprovedPackage, by: Actor) => void;
}

export interface Packages {
  /** Looks at the files as they are now. @throws Failure `storage/unreadable` of their folder; what is used stays so */
  list(): Promise<readonly KnownPackage[]>;
  /**
   * Asks the person, whoever has asked for it, and uses the provider from then on.
   * @param named the file, with or without its ending
   * @param signal whoever asked wants it no more: a yes does not count then
   * @throws Failure `broker/bad-request` where there is no such file, `package/broken`, `package/refused`, `flag/off`,
   * or of the `storage/` family, or the signal's reason
   */
  readonly approve: (named: string, signal?: AbortSignal) => Promise<void>;
  /**
   * Takes the person's yes back: nothing of the provider is used from then on, and its accounts stay and say why.
   * @param named as for `approve`; the file may have gone
   * @throws Failure `broker/bad-request` where there is neither such a file nor a yes to it, or of the `storage/` family
   */
  forget(named: string, by: Actor): Promise<void>;
  /** The accounts or the key store have changed. Never fails. */
  lookAgain(): Promise<void>;
  start(): void;
  stop(): void;
}

interface Look {
  readonly judged: readonly JudgedPackage[];
  /** Why the folder could not be read. */
  readonly failure?: Failure;
}

const isNamed =
  (named: string) =>
  ({ file }: { readonly file: string }): boolean =>
    file === named || file === `${named}.json`;

/** What could be used may not be, and keeps its accounts. */
function switchedOff(judged: JudgedPackage): JudgedPackage {
  return judged.state === 'ready' ? { ...judged, state: 'off' } : judged;
}

/** Without what is the flow's own business. */
function shownOf({ file, state, provider, label, hosts, problems }: JudgedPackage): KnownPackage {
  return { file, state, provider, label, hosts, problems };
}

export function createPackages(parts: PackageParts): Packages {
  const { files, approvals, reserved, owners } = parts;
  const described = new Map<string, ProviderDescription>();
  /** Nobody who has no such file is disturbed. */
  let last = JSON.stringify([[], []]);
  /** A folder that cannot be read now still has its files. */
  let lastRead: readonly PackageFile[] | undefined;
  const inTurn = createTurns();
  let unwatch = (): void => undefined;

  const isBuiltIn = (id: ProviderId): boolean => reserved.providers.some((each) => each.id === id);

  /** The same one for the same bytes: what is kept beside a description stays with it. */
  function describe({ hash = '', description }: JudgedPackage): readonly ProviderDescription[] {
    if (description === undefined) return [];
    const found = described.get(hash) ?? parts.describe(description);
    described.set(hash, found);
    return [found];
  }

  /** Why approvals cannot be opened now, where that will pass. */
  async function lockedBy(): Promise<FailureValue | undefined> {
    try {
      await approvals.loadToChange();
      return undefined;
    } catch (thrown) {
      return toFailure(thrown).toValue();
    }
  }

  /** @param hidden why nothing can be told now: approvals or the folder cannot be opened, or nothing may be used */
  function idleOf(
    judged: readonly JudgedPackage[],
    hidden: FailureValue | undefined,
  ): readonly ProviderDescription[] {
    const ready = judged.filter(({ state }) => state === 'ready').map(({ provider }) => provider);
    const isFree = (id: ProviderId): boolean => !ready.includes(id) && !isBuiltIn(id);
    const mine = new Set(owners().filter(isFree));
    const idle = new Map<ProviderId, ProviderDescription>();
    for (const each of judged) {
      const { approved } = each;
      const why = hidden ?? packageFailure(each);
      if (approved === undefined || why === undefined || !isFree(approved.provider)) continue;
      const { provider: id, label, hosts } = approved;
      if (!idle.has(id)) idle.set(id, parts.describeIdle({ id, label, hosts }, why));
    }
    for (const id of mine) {
      if (idle.has(id)) continue;
      const by = judged.find(({ provider, state }) => provider === id && state === 'unapproved');
      const why = by && packageFailure(by);
      const { label, hosts } = by ?? { label: null, hosts: [] };
      const gone: FailureValue = { code: 'package/missing', subject: packagePath(`${id}.json`) };
      idle.set(id, parts.describeIdle({ id, label: label ?? id, hosts }, hidden ?? why ?? gone));
    }
    return [...idle.values()];
  }

  async function look(): Promise<Look> {
    const read = await files.list().catch((thrown: unknown) => toFailure(thrown));
    const failure = read instanceof Failure ? read : undefined;
    if (!(read instanceof Failure)) lastRead = read;
    const found = lastRead ?? [];
    // Who has neither such a file nor an account by one has approved nothing that matters: nothing is opened for them.
    const isWanted = found.length > 0 || owners().some((id) => !isBuiltIn(id));
    const locked = isWanted ? await lockedBy() : undefined;
    const all = judgePackages(found, isWanted ? await approvals.load() : [], reserved);
    // Who has nothing of it any more misses nothing.
    const kept = all.filter(
      ({ state, provider }) => state !== 'missing' || owners().some((id) => id === provider),
    );
    const off = await parts.off();
    const judged = off === undefined ? kept : kept.map(switchedOff);
    const ready = judged.filter(({ state }) => state === 'ready').flatMap(describe);
    const hidden = off ?? locked ?? (lastRead === undefined ? failure?.toValue() : undefined);
    const idle = idleOf(judged, hidden);
    // While nothing can be opened nobody is told to approve anew what they have approved, or that it has gone.
    const told = hidden === undefined ? judged : judged.filter(({ state }) => state === 'broken');
    const known = told.map(shownOf);
    // The hash too: other addresses may stand in a file that looks the same.
    const now = JSON.stringify([told.map(({ hash }, index) => [hash, known[index]]), idle]);
    const seen: Look = { judged, ...(failure !== undefined && { failure }) };
    if (now === last) return seen;
    last = now;
    parts.use([...ready, ...idle]);
    parts.seen(known);
    return seen;
  }

  /** @throws Failure why nothing of any file may be used now */
  async function requireOn(): Promise<void> {
    const off = await parts.off();
    if (off !== undefined) throw fromValue(off);
  }

  /** @throws Failure */
  async function lookInTurn(): Promise<readonly JudgedPackage[]> {
    const { judged, failure } = await inTurn(look);
    if (failure !== undefined) throw failure;
    return judged;
  }

  const lookQuietly = async (): Promise<void> => {
    await lookInTurn().catch((thrown: unknown) => {
      parts.log.warn('packages not looked at', { failure: toFailure(thrown) });
    });
  };

  /** Where there is no room, the oldest goes whose file and accounts have gone. */
  function withApproval(all: readonly ApprovedPackage[], one: ApprovedPackage): readonly ApprovedPackage[] {
    const others = all.filter(({ file }) => file !== one.file);
    const isNeeded = ({ file, provider }: ApprovedPackage): boolean =>
      (lastRead ?? []).some((each) => each.file === file) || owners().includes(provider);
    const needless = others.filter((each) => !isNeeded(each));
    const tooMany = needless.slice(0, Math.max(0, others.length + 1 - mostApprovals));
    return [...others.filter((each) => !tooMany.includes(each)), one];
  }

  return {
    list: async () => (await lookInTurn()).map(shownOf),

    async approve(named, signal) {
      await requireOn();
      const found = (await lookInTurn()).find(isNamed(named));
      if (found === undefined || found.state === 'missing')
        throw new Failure('broker/bad-request', { detail: `there is no file ${packagePath(named)}` });
      if (found.state === 'ready') return;
      const { file, hash, description } = found;
      if (hash === undefined || description === undefined)
        throw new Failure('package/broken', packageFailure(found));
      // Nobody should have to decide what cannot be kept.
      const earlier = (await approvals.loadToChange()).findLast(
        // The keys of the provider went there, whatever the file was called.
        (each) => each.file === file || each.provider === description.id,
      );
      signal?.throwIfAborted();
      const shown = { file, hash, ...(earlier !== undefined && { before: earlier.hosts }) };
      const question = packageQuestion(shown, description, parts.language());
      const isAllowed = await parts.ask.ask(question, signal);
      signal?.throwIfAborted();
      if (!isAllowed) throw new Failure('package/refused', { subject: packagePath(file) });
      // It may have been switched off while the question stood.
      await requireOn();
      const { id: provider, label, hosts } = description;
      const approved = { file, hash, provider, label, hosts, approvedAt: parts.clock.nowMs() };
      await inTurn(async () => {
        await approvals.save(withApproval(await approvals.loadToChange(), approved));
      });
      parts.log.info('package approved', { file, provider, hosts });
      parts.decided('approved', approved, 'person');
      const now = (await lookInTurn()).find((each) => each.file === file);
      const why = now && packageFailure(now);
      // It has become another one while the question stood.
      if (why !== undefined) throw new Failure(why.code, why);
    },

    async forget(named, by) {
      const forgotten = await inTurn(async () => {
        const all = await approvals.loadToChange();
        const one = all.find(isNamed(named));
        if (one === undefined) return [];
        // The same provider in another file would come to its place.
        const gone = all.filter(({ provider }) => provider === one.provider);
        await approvals.save(all.filter((each) => !gone.includes(each)));
        return gone;
      });
      for (const each of forgotten) {
        parts.log.info('package forgotten', { file: each.file, provider: each.provider });
        parts.decided('forgotten', each, by);
      }
      if (forgotten.length > 0) {
        // It is done, whether or not the folder can be read now.
        await lookQuietly();
        return;
      }
      if (!(await lookInTurn()).some(isNamed(named)))
        throw new Failure('broker/bad-request', { detail: `there is no file ${packagePath(named)}` });
    },

    lookAgain: lookQuietly,
    start() {
      unwatch = files.watch(() => void lookQuietly());
      void lookQuietly();
    },
    stop() {
      unwatch();
    },
  };
}
