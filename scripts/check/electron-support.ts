// Whether a version of Electron may be shipped: its major is supported on a day, and nothing is known against it.

export interface SupportFacts {
  /** ISO dates, `2026-11-30`. */
  readonly asOf: string;
  readonly majors: readonly { readonly major: number; readonly endsAbout: string }[];
  /** `fixedIn`: the first good version of each major that got the repair; every later major has it. */
  readonly advisories: readonly {
    readonly id: string;
    readonly about: string;
    readonly fixedIn: readonly string[];
  }[];
}

/** Older facts than this say nothing any more. */
const mostDaysOld = 180;
const dayMs = 86_400_000;

const numbersOf = (version: string): readonly number[] => version.split('.').map(Number);

function isBefore(version: string, other: string): boolean {
  const [left, right] = [numbersOf(version), numbersOf(other)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

function isAffected(version: string, fixedIn: readonly string[]): boolean {
  const [major = 0] = numbersOf(version);
  const fix = fixedIn.find((each) => numbersOf(each)[0] === major);
  if (fix !== undefined) return isBefore(version, fix);
  return fixedIn.every((each) => isBefore(version, each));
}

/** @param day ISO date. @returns what is wrong, in sentences; empty where nothing is */
export function faultsOf(version: string, day: string, facts: SupportFacts): readonly string[] {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return [`electron is ${version}: an exact version is needed`];
  const [major = 0] = numbersOf(version);
  const support = facts.majors.find((each) => each.major === major);
  const newest = Math.max(...facts.majors.map((each) => each.major));
  const daysOld = (Date.parse(day) - Date.parse(facts.asOf)) / dayMs;
  return [
    ...(daysOld > mostDaysOld ? [`what is known about Electron is of ${facts.asOf}: look again`] : []),
    ...(support === undefined && major <= newest
      ? [`Electron ${String(major)} is not supported any more`]
      : []),
    ...(support === undefined && major > newest
      ? [`nothing is known about Electron ${String(major)}: add it`]
      : []),
    ...(support !== undefined && day > support.endsAbout
      ? [`Electron ${String(major)} is supported until about ${support.endsAbout}`]
      : []),
    ...facts.advisories
      .filter(({ fixedIn }) => isAffected(version, fixedIn))
      .map(({ id, about, fixedIn }) => `${id}: ${about}; repaired in ${fixedIn.join(', ')}`),
  ];
}
