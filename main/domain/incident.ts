// What a vendor's status page says is wrong now: Atlassian Statuspage's `summary.json`, version 2. Pure.
import { isJsonObject, type JsonObject } from './json.ts';

export interface Incident {
  /** In the vendor's words, one line. */
  readonly text: string;
  readonly impact: 'minor' | 'major' | 'critical';
  /** Unix milliseconds; since when. */
  readonly at: number;
  /** Where the vendor says more: on the status page's own host. */
  readonly url: string;
}

export interface StatusPage {
  /** The only host that is asked. */
  readonly host: string;
  readonly summaryUrl: string;
  /** Names of the components that concern us, as the vendor writes them; all of them where none are named. */
  readonly components?: readonly string[];
}

const mostLetters = 160;
const mostEntries = 200;
const over: ReadonlySet<string> = new Set(['resolved', 'postmortem', 'completed']);
const impacts = ['minor', 'major', 'critical'] as const;
/** How a component is, where no incident says more. */
const impactOfComponent: Readonly<Record<string, Incident['impact']>> = {
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, mostLetters).replace(/\p{Cs}$/u, '');
}

/** RFC 3339; undefined for anything that is no moment. */
function momentOf(value: unknown): number | undefined {
  const at = typeof value === 'string' && value.length <= 40 ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function entriesOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.slice(0, mostEntries).filter(isJsonObject) : [];
}

/** The page's own link where it leads to the page's own host, else the page itself. */
function linkOf(value: unknown, { host }: StatusPage): string {
  const usual = `https://${host}/`;
  const isOwn = typeof value === 'string' && value.startsWith(usual) && /^[\w./:-]{1,300}$/.test(value);
  return isOwn ? value : usual;
}

function concerns({ components }: StatusPage, affected: readonly JsonObject[]): boolean {
  if (components === undefined || affected.length === 0) return true;
  return affected.some(({ name }) => typeof name === 'string' && components.includes(name));
}

function incidentIn(entry: JsonObject, page: StatusPage): Incident | undefined {
  const text = lineOf(entry['name']);
  const at = momentOf(entry['started_at']) ?? momentOf(entry['created_at']);
  const impact = impacts.find((each) => each === entry['impact']);
  const status = entry['status'];
  if (text === undefined || at === undefined || impact === undefined) return undefined;
  if (typeof status !== 'string' || over.has(status)) return undefined;
  if (!concerns(page, entriesOf(entry['components']))) return undefined;
  return { text, impact, at, url: linkOf(entry['shortlink'], page) };
}

function troubleIn(entry: JsonObject, page: StatusPage): Incident | undefined {
  const { status, name } = entry;
  const impact =
    typeof status === 'string' && Object.hasOwn(impactOfComponent, status)
      ? impactOfComponent[status]
      : undefined;
  const text = lineOf(name);
  const at = momentOf(entry['updated_at']);
  if (impact === undefined || text === undefined || at === undefined) return undefined;
  // A group repeats what its parts say.
  if (entry['group'] === true || !concerns(page, [entry])) return undefined;
  return { text, impact, at, url: `https://${page.host}/` };
}

/** The gravest first, then the newest. */
function gravest(found: readonly Incident[]): Incident | undefined {
  return found.toSorted(
    (one, other) => impacts.indexOf(other.impact) - impacts.indexOf(one.impact) || other.at - one.at,
  )[0];
}

/** @returns the gravest incident that is not over, or else the component that is worst off; undefined where all is well */
export function incidentOf(summary: JsonObject, page: StatusPage): Incident | undefined {
  const incidents = entriesOf(summary['incidents']).flatMap((entry) => incidentIn(entry, page) ?? []);
  const troubles = entriesOf(summary['components']).flatMap((entry) => troubleIn(entry, page) ?? []);
  return gravest(incidents) ?? gravest(troubles);
}
