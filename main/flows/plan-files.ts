// What the shared files would say if things stood otherwise, all of them together, before anything is written.
import type { ManagedFile, SharedFacts, StateFile } from '../consumers/description.ts';
import { Failure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { JsonEdit, PlannedWrite, SharedFileWriter, SwitchRecord, WriteTarget } from '../ports.ts';
import type { CredentialFileAtWork, FilePlan } from './credential-file.ts';
import { areSameBytes } from './same-bytes.ts';

export interface PlanFilesParts {
  /** Those that are switched on. */
  readonly managed: readonly ManagedFile[];
  readonly credentialFiles: readonly CredentialFileAtWork[];
  readonly writer: Pick<SharedFileWriter, 'planJson' | 'planText'>;
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

/** By provider, the file that carries the refresh token of the account in use already; there is never a second one. */
function carriersIn(credentialFiles: readonly CredentialFileAtWork[], wanted: SharedFacts) {
  const carriers = new Map<ProviderId, string>();
  for (const each of credentialFiles) {
    const { id, provider, rotated } = each.item.file;
    const active = wanted.providers.find((one) => one.id === provider)?.account?.id;
    if (rotated !== undefined && active !== undefined && each.holder() === active) carriers.set(provider, id);
  }
  return carriers;
}

/** @throws Failure about the first file that cannot be planned */
export async function planFiles(
  providers: readonly ProviderId[],
  wanted: SharedFacts,
  parts: PlanFilesParts,
): Promise<readonly FilePlan[]> {
  const { managed, credentialFiles } = parts;
  const carriers = carriersIn(credentialFiles, wanted);
  const plans: FilePlan[] = [];
  for (const item of managed) {
    const { file } = item;
    if (file.kind !== 'credential') {
      plans.push(await planPlain(item, wanted, parts));
      continue;
    }
    const { id, provider, rotated } = file;
    const carrier = carriers.get(provider);
    const isTaken = rotated !== undefined && carrier !== undefined && carrier !== id;
    if (!providers.includes(provider) || isTaken) continue;
    const planned = await credentialFiles.find((each) => each.item.file.id === id)?.plan(wanted);
    if (planned === undefined) continue;
    if (rotated !== undefined) carriers.set(provider, id);
    plans.push(planned);
  }
  return plans;
}

/** What puts these files back as they were before a switch. @throws Failure about the first that cannot be put back */
export async function planFilesBack(
  recorded: SwitchRecord['files'],
  wanted: SharedFacts,
  parts: PlanFilesParts,
): Promise<readonly FilePlan[]> {
  const plans: FilePlan[] = [];
  for (const each of recorded) {
    const item = parts.managed.find(({ file }) => file.id === each.file);
    // Switched off since, it is left alone.
    if (item === undefined) continue;
    const credential = parts.credentialFiles.find((file) => file.item.file.id === each.file);
    plans.push(await (credential?.planBack(each, wanted) ?? plainBack(item, each, wanted, parts)));
  }
  return plans;
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
