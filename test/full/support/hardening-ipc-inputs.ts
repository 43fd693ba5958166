// What a page that has fallen into wrong hands could send: anything that can be sent at all, and inputs that are almost right,
// made from the schema of each call.
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';
import { calls, type CallName } from '../../../preload/contract.ts';

/** In the place of every secret that is sent, so that it is found wherever it turns up. */
export const sentSecret = 'canary_sent_over_the_door';

const hostileTexts: readonly string[] = [
  '',
  ' ',
  '../../../../etc/passwd',
  '/etc/shadow',
  '/home/ada/.codex/auth.json',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'claude',
  'openai',
  'openai:user-1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://u:p@host.example/',
  '--remote-debugging-port=1',
  '$(touch /tmp/owned)',
  "'; DROP TABLE accounts; --",
  '<img src=x onerror=alert(1)>',
  'a\u0000b',
  'a\r\nX: y',
  '\u202Etxt.exe',
  '\uD800',
  '%s%n%x',
  'x'.repeat(261),
  'x'.repeat(4_401),
  'x'.repeat(16_001),
];

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
  maxDepth: 3,
});
const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string(), fc.string({ unit: 'binary' }));
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 0, 2 ** 53, NaN, Infinity, -0));

const schemaShape = z.looseObject({
  type: z.optional(z.string()),
  const: z.optional(z.unknown()),
  enum: z.optional(z.array(z.unknown())),
  anyOf: z.optional(z.array(z.unknown())),
  oneOf: z.optional(z.array(z.unknown())),
  items: z.optional(z.unknown()),
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
  additionalProperties: z.optional(z.unknown()),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
});
type Schema = z.output<typeof schemaShape>;

/** The generator of whole numbers takes no larger ones. */
const largest = 2 ** 31 - 1;

function numberNear({ minimum = -largest, maximum = largest }: Schema): Arbitrary<unknown> {
  const inside = fc.integer({ min: Math.max(minimum, -largest), max: Math.min(maximum, largest) });
  return fc.oneof(number, inside);
}

/** Own keys, even those that an object literal would take for something else. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const made = {};
  for (const [name, value] of entries)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  return made;
}

function objectNear(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): Arbitrary<unknown> {
  const known = Object.entries(properties).map(([name, schema]) =>
    fc
      .option(name === 'secret' ? fc.constant(sentSecret) : near(schema), { freq: 8, nil: undefined })
      .map((value) => [name, value] as const),
  );
  const extra = fc.option(
    fc.tuple(fc.constantFrom('__proto__', 'constructor', 'toString', 'extra'), anything),
    { freq: 1, nil: undefined },
  );
  const names = Object.keys(properties);
  const others = names.filter((name) => !required.includes(name));
  // With dozens of them at once, one would always be wrong, and nothing would get through.
  const few = fc
    .subarray(others, { maxLength: Math.min(2, others.length) })
    .map((chosen) => [...required, ...chosen]);
  return fc
    .tuple(fc.tuple(...known), fc.oneof(fc.constant(names), few), extra)
    .map(([entries, kept, more]) =>
      objectOf([
        ...entries.filter(([name, value]) => value !== undefined && kept.includes(name)),
        ...(more === undefined ? [] : [more]),
      ]),
    );
}

/** Values that are almost what the schema asks for, and now and then exactly that. */
function near(schema: unknown): Arbitrary<unknown> {
  const parsed = schemaShape.parse(schema);
  const { type, const: only, enum: names, anyOf, oneOf, items } = parsed;
  const { properties, required = [], additionalProperties } = parsed;
  const choices = anyOf ?? oneOf;
  const close =
    choices !== undefined
      ? fc.oneof(...choices.map(near))
      : names !== undefined
        ? fc.constantFrom(...names)
        : only !== undefined
          ? fc.constant(only)
          : type === 'object' && properties !== undefined
            ? objectNear(properties, required)
            : type === 'object'
              ? fc.dictionary(text, near(additionalProperties ?? {}), { maxKeys: 4 })
              : type === 'array'
                ? fc.array(near(items ?? {}), { maxLength: 5 })
                : type === 'string'
                  ? text
                  : type === 'boolean'
                    ? fc.boolean()
                    : type === 'integer' || type === 'number'
                      ? numberNear(parsed)
                      : anything;
  return fc.oneof(
    { weight: 9, arbitrary: close },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 0, '', [], {}) },
  );
}

/** So many inputs for one call; the same ones for the same seed. */
export function hostileInputs(name: CallName, count: number, seed: number): readonly unknown[] {
  const schema = z.toJSONSchema(calls[name], { unrepresentable: 'any' });
  return fc.sample(near(schema), { numRuns: count, seed });
}
