// What is known of the files that describe providers: which may be used, and why the others may not. Pure.
import type { FailureValue } from './failure.ts';
import type { FlagId } from './flags.ts';
import type { ProviderId } from './ids.ts';
import { lookAlike } from './look-alikes.ts';
import { mostPackages, type ProviderPackage, type ReservedNames } from './provider-package.ts';
import {
  packageProblemText,
  type PackageProblem,
  type PackageProblemCode,
} from './provider-package-words.ts';
import { readProviderPackage } from './read-provider-package.ts';

/** A file as it lies there. */
export interface PackageFile {
  /** Without its folder. */
  readonly file: string;
  readonly content:
    | { readonly kind: 'text'; readonly text: string; readonly hash: string }
    | { readonly kind: 'unfit'; readonly code: PackageProblemCode; readonly about: string };
}

/** The feature flag that decides whether any of them may be used. */
export const packagesFlag = 'provider-packages' satisfies FlagId;

/** Also of files that have gone, whose accounts still have a name by them. */
export const mostApprovals = 4 * mostPackages;

/** A file that the person has approved, as it was then. */
export interface ApprovedPackage {
  readonly file: string;
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
  readonly provider: ProviderId;
  readonly label: string;
  readonly hosts: readonly string[];
  /** Unix milliseconds. */
  readonly approvedAt: number;
}

export interface KnownPackage {
  readonly file: string;
  /** `missing`: approved once, and not there any more. `off`: it could be used, and no file may be now. */
  readonly state: 'ready' | 'off' | 'unapproved' | 'changed' | 'broken' | 'missing';
  /** What the file says now; of one that says nothing that can be used, what it said when it was approved. */
  readonly provider: ProviderId | null;
  readonly label: string | null;
  readonly hosts: readonly string[];
  /** In the order of the file. */
  readonly problems: readonly PackageProblem[];
}

/** With what only the flow needs. */
export interface JudgedPackage extends KnownPackage {
  readonly hash?: string;
  readonly description?: ProviderPackage;
  readonly approved?: ApprovedPackage;
}

/** As a person finds it in the folder with the settings. */
export function packagePath(file: string): string {
  return `providers/${file}`;
}

const unplaced = (code: PackageProblemCode, about: string, field = ''): PackageProblem => ({
  line: 1,
  column: 1,
  field,
  code,
  about,
});

function judged(
  { file, content }: PackageFile,
  approved: ApprovedPackage | undefined,
  reserved: ReservedNames,
): JudgedPackage {
  const broken = (problems: readonly PackageProblem[]): JudgedPackage => ({
    file,
    state: 'broken',
    provider: approved?.provider ?? null,
    label: approved?.label ?? null,
    hosts: approved?.hosts ?? [],
    problems,
    ...(approved !== undefined && { approved }),
  });
  if (content.kind === 'unfit') return broken([unplaced(content.code, content.about)]);
  const read = readProviderPackage(content.text, reserved);
  if (read.kind === 'bad') return broken(read.problems);
  const { description } = read;
  const { id: provider, label, hosts } = description;
  const { hash } = content;
  const state = approved === undefined ? 'unapproved' : approved.hash === hash ? 'ready' : 'changed';
  const known = { file, state, provider, label, hosts, problems: [], hash, description } as const;
  return approved === undefined ? known : { ...known, approved };
}

/** The first one keeps its names; the person's yes comes before the name of a file. */
function withoutDoubles(packages: readonly JudgedPackage[]): readonly JudgedPackage[] {
  const inTurn = [
    ...packages.filter(({ state }) => state === 'ready'),
    ...packages.filter(({ state }) => state !== 'ready' && state !== 'broken'),
  ];
  return packages.map((each) => {
    const { description, hash: _hash, ...rest } = each;
    if (description === undefined) return each;
    const before = inTurn.slice(0, inTurn.indexOf(each));
    const problems = (['id', 'label'] as const).flatMap((field) => {
      const other = before.find(
        (one) => one.description !== undefined && lookAlike(one.description[field], description[field]),
      );
      return other === undefined ? [] : [unplaced('taken-by-file', packagePath(other.file), field)];
    });
    return problems.length === 0 ? each : { ...rest, state: 'broken', problems };
  });
}

/** @param files in the order of their names */
export function judgePackages(
  files: readonly PackageFile[],
  approvals: readonly ApprovedPackage[],
  reserved: ReservedNames,
): readonly JudgedPackage[] {
  const found = files.map((each) =>
    judged(
      each,
      approvals.find(({ file }) => file === each.file),
      reserved,
    ),
  );
  const gone = approvals
    .filter(({ file }) => files.every((each) => each.file !== file))
    .map((approved): JudgedPackage => {
      const { file, provider, label, hosts } = approved;
      return { file, state: 'missing', provider, label, hosts, problems: [], approved };
    });
  return [...withoutDoubles(found), ...gone];
}

/** Why nothing of it is used; undefined while it is. */
export function packageFailure({
  file,
  state,
  problems: [first],
}: Pick<KnownPackage, 'file' | 'state' | 'problems'>): FailureValue | undefined {
  if (state === 'ready') return undefined;
  if (state === 'off') return { code: 'flag/off', subject: packagesFlag };
  return {
    code: `package/${state}`,
    subject: packagePath(file),
    ...(first !== undefined && { detail: packageProblemText(first) }),
  };
}
