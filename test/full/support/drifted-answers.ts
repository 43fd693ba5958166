// Answers of providers about quota as they are, and as they might become: written down as JSON text, so that a key may
// stand in an object twice, be `__proto__`, or hold a number that is none.
import fc from 'fast-check';
import type { JsonValue } from '../../../main/domain/json.ts';
import { parsed } from '../../fakes/parsed.ts';

/** A value as it is spelled, or an object whose members keep their order and may repeat their name. */
type Tree = string | { readonly open: '{' | '['; readonly members: readonly Member[] };
interface Member {
  readonly name: string;
  readonly value: Tree;
}

export interface DriftedAnswer {
  /** How many changes were made; 0 for a true answer. */
  readonly changes: number;
  readonly text: string;
}

function treeOf(value: JsonValue): Tree {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, part]) => ({ name, value: treeOf(part) }));
  return { open: Array.isArray(value) ? '[' : '{', members };
}

function print(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  const parts = tree.members.map(({ name, value }) =>
    tree.open === '[' ? print(value) : `${JSON.stringify(name)}:${print(value)}`,
  );
  return `${tree.open}${parts.join(',')}${tree.open === '[' ? ']' : '}'}`;
}

/** Replaces the member that stands at this place in reading order by what the change makes of it. */
function changed(tree: Tree, place: number, change: (member: Member) => readonly Member[]): Tree {
  let seen = -1;
  const walk = (part: Tree): Tree => {
    if (typeof part === 'string') return part;
    const members = part.members.flatMap((member) => {
      seen += 1;
      return seen === place ? change(member) : [{ ...member, value: walk(member.value) }];
    });
    return { ...part, members };
  };
  return walk(tree);
}

function membersIn(tree: Tree): number {
  if (typeof tree === 'string') return 0;
  return tree.members.reduce((count, { value }) => count + 1 + membersIn(value), 0);
}

const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;

const otherNames = fc.oneof(
  fc.constantFrom(
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'length',
      '',
      'night_shift',
      'iguana_necktie',
    ],
    ...['five_hour', 'seven_day_opus', 'limits', 'extra_usage', 'utilization', 'percent', 'resets_at'],
    ...['rate_limit', 'primary_window', 'secondary', 'used_percent', 'reset_at', 'credits', 'balance'],
    ...['rateLimits', 'usedPercent', 'individualLimit', 'remaining', 'entitlement', 'remainingFraction'],
  ),
  fc.string({ maxLength: 12 }),
);

const otherValues = fc.oneof(
  fc.constantFrom(
    ...['null', 'true', 'false', '""', '" "', '"NaN"', '"Infinity"', '"87 %"', '"-1"', '"1e3"', '"0x10"'],
    ...['[]', '{}', '[[[]]]', '[0]', '{"valueOf":0}', '0', '-0', '"0"', '-1', '1e999', '-1e999', '1e300'],
    ...['130', '"130"', '100.00000001', '1.5', '0.25', '9007199254740993', '1', '4102444800', '946684800'],
    ...['"2026-02-30T00:00:00Z"', '"2026-12-01"', '"2026-12-01T00:00:00"', '"Nov 24, 2026"', '"2026"', deep],
  ),
  fc.json({ maxDepth: 3 }),
);

/** Seconds in place of milliseconds and the other way round, and whatever else a factor does. */
function scaled(value: Tree, factor: number): Tree {
  const number = typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? JSON.stringify(number * factor) : value;
}

const asText = (value: Tree): Tree =>
  typeof value === 'string' && !value.startsWith('"') ? JSON.stringify(value) : value;

type Change = (member: Member) => readonly Member[];

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom<Change>(
    () => [],
    (member) => [{ ...member, value: asText(member.value) }],
    (member) => [member, member],
    (member) => [{ ...member, value: { open: '{', members: [{ name: 'value', value: member.value }] } }],
    (member) => [{ ...member, value: { open: '[', members: [member] } }],
  ),
  fc
    .constantFrom(-1, 1000, 0.001, 0.01, 100)
    .map((factor): Change => (member) => [{ ...member, value: scaled(member.value, factor) }]),
  otherNames.map((name): Change => (member) => [{ ...member, name }]),
  otherValues.map((value): Change => (member) => [{ ...member, value }]),
  otherValues.map((value): Change => (member) => [member, { ...member, value }]),
);

const step = fc.tuple(fc.nat(), changes);

/** True answers and, mostly, answers that up to six changes have made of them. */
export function drifted(answers: fc.Arbitrary<JsonValue>): fc.Arbitrary<DriftedAnswer> {
  return fc.tuple(answers, fc.array(step, { maxLength: 6 })).map(([answer, steps]) => {
    const tree = steps.reduce<Tree>((before, [place, change]) => {
      const count = membersIn(before);
      return count === 0 ? before : changed(before, place % count, change);
    }, treeOf(answer));
    return { changes: steps.length, text: print(tree) };
  });
}

/** As the parser of JSON hands it over. */
export function answerIn(text: string): Readonly<Record<string, unknown>> {
  const answer = parsed(text);
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}
