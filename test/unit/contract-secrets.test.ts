// No secret can be reached from what crosses the door between main and the window. The compiler decides (`check: types`).
import { expectTypeOf, test } from 'vitest';
import type { Secret } from '../../main/domain/secret.ts';
import type { CallAnswer, CallInput, CallName, Outcome, PushName, Pushes } from '../../preload/contract.ts';

type Plain = string | number | bigint | boolean | symbol | null | undefined;
type Key<Name> = Name extends string | number ? `${Name}` : '?';
type IsOpen<Value> = 0 extends 1 & Value ? true : unknown extends Value ? true : false;

/**
 * The places in `Value` where a secret is, as `name.name` (`number` for the items of a list): `never` when there is none.
 * `any`, `unknown` and functions could hide one and count as one.
 */
type SecretsIn<Value, Path extends string = ''> =
  IsOpen<Value> extends true
    ? `${Path}: could be anything`
    : Value extends Plain
      ? never
      : Value extends Secret
        ? Path
        : Value extends (...values: never[]) => unknown
          ? `${Path}: a function`
          : Value extends ReadonlyMap<infer Name, infer Held>
            ? SecretsIn<Name, `${Path}.keys`> | SecretsIn<Held, `${Path}.values`>
            : Value extends ReadonlySet<infer Held> | readonly (infer Held)[] | Promise<infer Held>
              ? SecretsIn<Held, `${Path}.number`>
              : { [Name in keyof Value]-?: SecretsIn<Value[Name], `${Path}.${Key<Name>}`> }[keyof Value];

test('no answer holds one', () => {
  expectTypeOf<SecretsIn<{ [Name in CallName]: Outcome<CallAnswer<Name>> }>>().toEqualTypeOf<never>();
});

test('no push holds one', () => {
  expectTypeOf<SecretsIn<{ [Name in PushName]: Pushes[Name] }>>().toEqualTypeOf<never>();
});

test('no call is sent with one: the window has only text', () => {
  expectTypeOf<SecretsIn<{ [Name in CallName]: CallInput<Name> }>>().toEqualTypeOf<never>();
});

test('one is found wherever it is hidden', () => {
  interface Hidden {
    readonly plain: string;
    readonly list: readonly { readonly key?: Secret | null }[];
    readonly outcome: Outcome<{ readonly token: Secret }>;
    readonly map: ReadonlyMap<string, Secret>;
    readonly any: unknown;
    readonly call: () => Secret;
  }
  expectTypeOf<SecretsIn<Hidden>>().toEqualTypeOf<
    | '.list.number.key'
    | '.outcome.value.token'
    | '.map.values'
    | '.any: could be anything'
    | '.call: a function'
  >();
});
