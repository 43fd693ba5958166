// Documents as other programs leave them behind, with everything that a careless editor would spell anew, and what an
// edit may not do to them.
import fc from 'fast-check';
import { z } from 'zod';
import type { JsonChanges, JsonValue } from '../../main/domain/json.ts';
import { parsed } from './parsed.ts';

const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 3 });
const spelling = fc.oneof(
  fc.constantFrom(
    '1.50',
    '1e3',
    '1E+2',
    '-0',
    '0.10',
    '123456789012345678901234567890',
    '9223372036854775807',
    'true',
    'null',
    '"\\u0041\\/"',
    '"ü😀"',
    '{}',
    '[ ]',
    '{ "a" :1.50 }',
    '{"a":1,"a":2.0}',
    '[1e3 ,\n 2]',
  ),
  fc.json({ maxDepth: 2 }),
);

/** The keys that are edited. */
const ourKeys = ['auth_mode', 'tokens', 'last_refresh'] as const;

const isOurKey = (name: string): boolean => ourKeys.some((mine) => mine === name);

const foreignKey = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => !isOurKey(name));

export interface Member {
  readonly name: string;
  /** From the opening quote of the key to the last character of the value. */
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

const memberOf = (name: fc.Arbitrary<string>): fc.Arbitrary<Member> =>
  fc.tuple(name, space, space, space, spelling, space).map(([label, before, left, right, value, after]) => ({
    name: label,
    before,
    after,
    text: `${JSON.stringify(label)}${left}:${right}${value}`,
  }));

const textOf = (members: readonly Member[], inside = ''): string =>
  `{${members.length === 0 ? inside : members.map(({ before, text, after }) => before + text + after).join(',')}}`;

export interface JsonText {
  readonly members: readonly Member[];
  readonly lead: string;
  readonly trail: string;
  readonly text: string;
}

export const documents: fc.Arbitrary<JsonText> = fc
  .tuple(
    space,
    space,
    fc.uniqueArray(
      fc.oneof(
        { weight: 3, arbitrary: memberOf(foreignKey) },
        { weight: 1, arbitrary: memberOf(fc.constantFrom(...ourKeys)) },
      ),
      { selector: ({ name }) => name, maxLength: 6 },
    ),
    space,
    fc.constantFrom('', '', '', '\ufeff'),
  )
  .map(([before, inside, members, trail, mark]) => {
    const lead = mark + before;
    return { members, lead, trail, text: `${lead}${textOf(members, inside)}${trail}` };
  });

export const changesOfOurs: fc.Arbitrary<JsonChanges> = fc.record({
  auth_mode: fc.constantFrom('chatgpt', 'apikey'),
  tokens: fc.option(fc.record({ id_token: fc.string(), account_id: fc.constantFrom(null, 'acc') }), {
    nil: undefined,
  }),
  last_refresh: fc.constantFrom('2026-11-24T12:00:00.000Z', undefined),
});

/** What is wrong with an edited text, as words; nothing when all is well. */
export function faultsOf(source: JsonText, wanted: JsonChanges, edited: string): string[] {
  const found: string[] = [];
  if (!edited.startsWith(`${source.lead}{`)) found.push('what stood before the object changed');
  if (!edited.endsWith(`}${source.trail}`)) found.push('what stood after the object changed');
  found.push(
    ...lostFrom(
      runsOf(source.members, ({ name }) => !isOurKey(name)),
      edited,
    ),
  );
  const result = z.record(z.string(), z.unknown()).parse(parsed(edited.replace(/^\ufeff/, '')));
  for (const [name, value] of Object.entries(wanted)) {
    if (!isSame(result[name], value)) found.push(`not set: ${name}`);
  }
  const foreign = source.members.filter(({ name }) => !Object.hasOwn(wanted, name)).length;
  const set = Object.values(wanted).filter((value) => value !== undefined).length;
  if (Object.keys(result).length !== foreign + set) found.push('a key too many or too few');
  return found;
}

/** The texts of neighbours that are to stay, each with everything between them. */
function runsOf(members: readonly Member[], stays: (member: Member) => boolean): readonly string[] {
  const runs: string[] = [];
  members.forEach((member, index) => {
    if (!stays(member)) return;
    const previous = members[index - 1];
    if (previous !== undefined && stays(previous))
      runs.push(`${runs.pop() ?? ''}${previous.after},${member.before}${member.text}`);
    else runs.push(member.text);
  });
  return runs;
}

/** The texts that are not there any more, or not in their place. */
function lostFrom(texts: readonly string[], edited: string): string[] {
  let from = 0;
  return texts.flatMap((text) => {
    const at = edited.indexOf(text, from);
    if (at < 0) return [`lost or moved: ${text}`];
    from = at + text.length;
    return [];
  });
}

/** Whatever the order of the keys. */
function isSame(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

/** An object of ours with members that its own program keeps there, and what we make of it. */
export interface ObjectEdit {
  readonly text: string;
  readonly wanted: JsonChanges;
  /** The texts that are to stay as they are. */
  readonly kept: readonly string[];
}

const aroundObject = ['{"theirs" : 1.50,"tokens"\t:\n', ' ,"last":[1e3]}'] as const;

export const objectEdits: fc.Arbitrary<ObjectEdit> = fc
  .tuple(
    fc.uniqueArray(memberOf(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), {
      selector: ({ name }) => name,
      maxLength: 5,
    }),
    fc.array(fc.nat(4)),
    fc.string(),
    fc.boolean(),
  )
  .map(([members, gone, added, inOrder]) => {
    const inner = textOf(members);
    const present = z.record(z.string(), z.custom<JsonValue>()).parse(parsed(inner));
    const staying = members.filter(
      ({ name }, index) => !gone.includes(index) && Object.hasOwn(present, name),
    );
    const values = staying.map(({ name }) => [name, present[name] ?? null] as const);
    const tokens = Object.fromEntries([
      ...(inOrder ? values : values.toReversed()),
      ['new ', added] as const,
    ]);
    const kept = runsOf(members, (member) => staying.includes(member));
    return { text: aroundObject.join(inner), wanted: { tokens }, kept };
  });

/** The same for an object in an object. */
export function faultsOfObject({ wanted, kept }: ObjectEdit, edited: string): string[] {
  const found = lostFrom(kept, edited);
  const [before, after] = aroundObject;
  if (!edited.startsWith(`${before}{`)) found.push('what stood before the object changed');
  if (!edited.endsWith(`}${after}`)) found.push('what stood after the object changed');
  const { tokens } = z.looseObject({ tokens: z.unknown() }).parse(parsed(edited));
  if (!isSame(tokens, wanted['tokens'])) found.push('not set: tokens');
  return found;
}
