// What the shared files would say if things stood otherwise, all of them together, before anything is written.
import type { CredentialFile, ManagedFile, SharedFacts, StateFile } from '../consumers/description.ts';
import { Failure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { JsonEdit, PlannedWrite, SharedFileWriter, SwitchRecord, WriteTarget } from '../ports.ts';
import type { CredentialFileAtWork } from './credential-file.ts';
import type { Claimant, FilePlan } from './file-plan.ts';
import type { LostKeys } from './credential-way-back.ts';
import { areSameBytes } from '../domain/same-bytes.ts';

interface PlanFilesParts {
  /** Those that are switched on. */
  readonly managed: readonly ManagedFile[];
  readonly credentialFiles: readonly CredentialFileAtWork[];
  readonly writer: Pick<SharedFileWriter, 'planJson' | 'planText'>;
}

/** What a switch writes; of a file that is switched off, or not ours to write, there is no plan. Nothing is written yet. */
export interface SwitchPlans {
  /**
   * What these providers' files and those without keys have to say when things are as `wanted` says; without a claimant, for
   * a person who has asked for it.
   * @throws Failure about the first that cannot be planned
   */
  plan(
    providers: readonly ProviderId[],
    wanted: SharedFacts,
    claimant?: Claimant,
  ): Promise<readonly FilePlan[]>;
  /**
   * What puts all files back as they were before a switch; those of the moved providers that were switched on since follow.
   * @throws Failure about the first that cannot be put back
   */
  planUndo(
    recorded: SwitchRecord['files'],
    moved: readonly ProviderId[],
    wanted: SharedFacts,
  ): Promise<readonly FilePlan[]>;
  /** What takes back those files of a switch that were written before it was cut off. @throws Failure */
  planBack(written: SwitchRecord['files'], wanted: SharedFacts): Promise<readonly FilePlan[]>;
  /** What writes those files of a switch that were still to be written when it was cut off. @throws Failure */
  planOn(waiting: SwitchRecord['files'], wanted: SharedFacts): Promise<readonly FilePlan[]>;
}

/** For a file without keys. */
export function plainTarget({ file, path }: ManagedFile): WriteTarget {
  return { path, ...(file.needsFolder === true && { needsFolder: true }) };
}

/** Nothing is said to nobody: a person without an account gets no files, and keeps those of others as they are. */
export function stateEdit(file: StateFile, facts: SharedFacts): JsonEdit {
  return async (present, wroteLast) => {
    const somebody = facts.providers.some(({ account }) => account !== undefined);
    if (!somebody && (present === undefined || !(await wroteLast()))) return undefined;
    return file.content(facts, present);
  };
}

function planFor(
  item: ManagedFile,
  target: WriteTarget,
  planned: PlannedWrite,
  { writer }: Pick<PlanFilesParts, 'writer'>,
): FilePlan {
  return {
    item,
    target,
    planned,
    async verify() {
      const now = await writer.planText(target, () => undefined);
      if (!areSameBytes(now.before, planned.after))
        throw new Failure('storage/conflict', { subject: item.path });
    },
    settle: () => undefined,
  };
}

async function planPlain(
  item: ManagedFile,
  wanted: SharedFacts,
  { writer }: PlanFilesParts,
): Promise<FilePlan> {
  const { file } = item;
  const target = plainTarget(item);
  const planned =
    file.kind === 'text'
      ? await writer.planText(target, () => file.content(wanted))
      : await writer.planJson(target, file.kind === 'state' ? stateEdit(file, wanted) : () => undefined);
  return planFor(item, target, planned, { writer });
}

/** By path, what will stand there once everything that was planned before is written: two parts may share one file. */
type Standing = Map<string, Uint8Array | undefined>;

/** By provider, the file that carries the refresh token of the account in use; there is never a second one. */
type Carriers = Map<ProviderId, string>;

function carriersIn(credentialFiles: readonly CredentialFileAtWork[], wanted: SharedFacts): Carriers {
  const carriers: Carriers = new Map();
  for (const each of credentialFiles) {
    const { id, provider, rotated } = each.item.file;
    const active = inUse(provider, wanted);
    if (rotated !== undefined && active !== undefined && each.holder() === active) carriers.set(provider, id);
  }
  return carriers;
}

function inUse(provider: ProviderId, { providers }: SharedFacts): AccountId | undefined {
  return providers.find(({ id }) => id === provider)?.account?.id;
}

async function planCredential(
  { file }: ManagedFile<CredentialFile>,
  carriers: Carriers,
  plan: () => Promise<FilePlan | undefined> | undefined,
): Promise<FilePlan | undefined> {
  const { id, provider, rotated } = file;
  const carrier = carriers.get(provider);
  if (rotated !== undefined && carrier !== undefined && carrier !== id) return undefined;
  const planned = await plan();
  if (planned !== undefined && rotated !== undefined) carriers.set(provider, id);
  return planned;
}

async function planFiles(
  providers: readonly ProviderId[],
  wanted: SharedFacts,
  parts: PlanFilesParts & { readonly claimant: Claimant },
  standing: Standing = new Map(),
  carriers: Carriers = carriersIn(parts.credentialFiles, wanted),
): Promise<readonly FilePlan[]> {
  const plans: FilePlan[] = [];
  for (const item of parts.managed) {
    const { file, path } = item;
    if (file.kind !== 'credential') {
      plans.push(await planPlain(item, wanted, parts));
      continue;
    }
    if (!providers.includes(file.provider)) continue;
    const credential = parts.credentialFiles.find((each) => each.item.file.id === file.id);
    const planned = await planCredential({ ...item, file }, carriers, () =>
      credential?.plan(wanted, standing.get(path), parts.claimant),
    );
    if (planned === undefined) continue;
    standing.set(path, planned.planned.after);
    plans.push(planned);
  }
  return plans;
}

/** What is to be put back was written in the other order; where two parts share a file, only its end can be read again. */
function onlyLastVerified(plans: readonly FilePlan[]): readonly FilePlan[] {
  return plans.map((plan, index) => {
    const isLast = !plans.slice(index + 1).some(({ planned }) => planned.path === plan.planned.path);
    return isLast ? plan : { ...plan, verify: async () => undefined };
  });
}

async function planEachBack(
  recorded: SwitchRecord['files'],
  wanted: SharedFacts,
  parts: PlanFilesParts,
  standing: Standing,
  lost: LostKeys,
): Promise<readonly FilePlan[]> {
  const plans: FilePlan[] = [];
  for (const each of recorded) {
    const item = parts.managed.find(({ file }) => file.id === each.file);
    // Switched off since, it is left alone.
    if (item === undefined) continue;
    const credential = parts.credentialFiles.find((file) => file.item.file.id === each.file);
    const plan = await (credential?.planBack(each, wanted, { lost, standing: standing.get(each.path) }) ??
      plainBack(item, each, wanted, parts));
    standing.set(each.path, plan.planned.after);
    plans.push(plan);
  }
  return onlyLastVerified(plans);
}

async function planUndo(
  recorded: SwitchRecord['files'],
  moved: readonly ProviderId[],
  wanted: SharedFacts,
  parts: PlanFilesParts,
): Promise<readonly FilePlan[]> {
  const standing: Standing = new Map();
  const back = await planEachBack(recorded.toReversed(), wanted, parts, standing, 'refused');
  const carriers = carriersIn(parts.credentialFiles, wanted);
  for (const { item } of back)
    if (item.file.kind === 'credential' && item.file.rotated !== undefined)
      carriers.set(item.file.provider, item.file.id);
  const others = parts.managed.filter(({ file }) => !recorded.some((each) => each.file === file.id));
  // Such a file may hold what that switch has left alone.
  const toFollow = { ...parts, managed: others, claimant: 'policy' } as const;
  const rest = await planFiles(moved, wanted, toFollow, standing, carriers);
  return onlyLastVerified([...back, ...rest]);
}

/** As if the switch were undone that would have gone the other way. */
function turned(
  waiting: SwitchRecord['files'],
  wanted: SharedFacts,
  { managed }: PlanFilesParts,
): SwitchRecord['files'] {
  return waiting.map(({ file, path, before, after }) => {
    const description = managed.find((each) => each.file.id === file)?.file;
    const holder = description?.kind === 'credential' ? inUse(description.provider, wanted) : undefined;
    return { file, path, before: after, after: before, ...(holder !== undefined && { holder }) };
  });
}

/** What says how things stand is written anew where it was since: it tells of now. */
async function plainBack(
  item: ManagedFile,
  { before, after, mode }: SwitchRecord['files'][number],
  wanted: SharedFacts,
  parts: PlanFilesParts,
): Promise<FilePlan> {
  const plan = await planPlain(item, wanted, parts);
  if (!areSameBytes(plan.planned.before, after)) return plan;
  const planned = { path: item.path, before: after, after: before, ...(mode !== undefined && { mode }) };
  return planFor(item, plan.target, planned, parts);
}

/** @param settled told of each that stands there for good */
export function createSwitchPlans(
  parts: () => PlanFilesParts,
  settled: (item: ManagedFile) => void,
): SwitchPlans {
  const settling = async (planned: Promise<readonly FilePlan[]>): Promise<readonly FilePlan[]> =>
    (await planned).map((plan) => ({
      ...plan,
      settle() {
        plan.settle();
        settled(plan.item);
      },
    }));
  return {
    plan: (providers, wanted, claimant = 'person') =>
      settling(planFiles(providers, wanted, { ...parts(), claimant })),
    planUndo: (recorded, moved, wanted) => settling(planUndo(recorded, moved, wanted, parts())),
    planBack: (written, wanted) =>
      settling(planEachBack(written.toReversed(), wanted, parts(), new Map(), 'as-noted')),
    planOn: (waiting, wanted) =>
      settling(planEachBack(turned(waiting, wanted, parts()), wanted, parts(), new Map(), 'as-noted')),
  };
}
