// The entries of the page Activity as lines: their words once, so that every search is quick; filtered, and by day. Pure.
import type { ActivityEntryView } from '../preload/view.ts';
import { messages } from './messages.ts';
import type { ActivityKind } from './messages/kinds.ts';

export interface ActivityLine {
  /** Stays the line's own when newer ones come. */
  readonly key: string;
  readonly entry: ActivityEntryView;
  readonly day: string;
  readonly time: string;
  readonly sentence: string;
  readonly details: readonly string[];
  /** Everything that is read there, in small letters. */
  readonly words: string;
}

export interface ActivityFilter {
  readonly kind: ActivityKind;
  readonly search: string;
}

const kindOf: Readonly<Record<ActivityEntryView['action'], Exclude<ActivityKind, 'all'>>> = {
  'sign-in': 'sign-ins',
  'sign-out': 'sign-ins',
  refresh: 'sign-ins',
  'refresh-failed': 'sign-ins',
  import: 'sign-ins',
  consent: 'sign-ins',
  'key-store': 'rules',
  backup: 'hand-outs',
  command: 'sign-ins',
  'package-approved': 'rules',
  'package-forgotten': 'rules',
  'flag-set': 'rules',
  'flag-reset': 'rules',
  switch: 'switches',
  undo: 'switches',
  lease: 'agents',
  'lease-ended': 'agents',
  'hand-out': 'hand-outs',
  'hand-out-denied': 'hand-outs',
  'hand-out-failed': 'hand-outs',
  rule: 'rules',
  lock: 'rules',
  unlock: 'rules',
};

function lineOf(key: string, day: string, entry: ActivityEntryView): ActivityLine {
  const time = messages.activityTime(entry.at);
  const sentence = messages.activitySentence(entry);
  const details = messages.activityDetails(entry);
  const words = [sentence, ...details, time, day].join('\n').toLocaleLowerCase();
  return { key, entry, day, time, sentence, details, words };
}

/**
 * @param now Unix milliseconds, for what is today
 * @param before lines made earlier, which are taken again where they say the same
 */
export function activityLines(
  entries: readonly ActivityEntryView[],
  now: number,
  before: readonly ActivityLine[] = [],
): readonly ActivityLine[] {
  const known = new Map(before.map((line) => [line.key, line]));
  const atThatTime = new Map<number, number>();
  return entries.map((entry) => {
    const earlier = atThatTime.get(entry.at) ?? 0;
    atThatTime.set(entry.at, earlier + 1);
    const key = `${entry.at} ${earlier}`;
    const day = messages.activityDay(entry.at, now);
    const line = known.get(key);
    const isSame = line?.day === day && JSON.stringify(line.entry) === JSON.stringify(entry);
    return isSame ? line : lineOf(key, day, entry);
  });
}

/** Those of the kind that have each of the words that are searched for, in any order. */
export function matchingLines(
  lines: readonly ActivityLine[],
  { kind, search }: ActivityFilter,
): readonly ActivityLine[] {
  const wanted = search.toLocaleLowerCase().split(/\s+/);
  return lines.filter(
    ({ entry, words }) =>
      (kind === 'all' || kindOf[entry.action] === kind) && wanted.every((word) => words.includes(word)),
  );
}

export interface ActivityDay {
  /** Stays its own when newer lines come. */
  readonly key: string;
  readonly day: string;
  readonly lines: readonly ActivityLine[];
}

/** In the order they come in; a day that comes again, because a clock went back, is named again. */
export function linesByDay(lines: readonly ActivityLine[]): readonly ActivityDay[] {
  const found: { readonly key: string; readonly day: string; readonly lines: ActivityLine[] }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.day === line.day) last.lines.push(line);
    else {
      const earlier = found.filter(({ day }) => day === line.day).length;
      found.push({ key: `${line.day} ${earlier}`, day: line.day, lines: [line] });
    }
  }
  return found;
}
