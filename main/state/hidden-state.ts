// The state as it is shown where others look on: every name of an account in it is another one. Mapped once, before
// anything is made of it, so that no label can be forgotten. Pure.
import type { Account } from '../domain/account.ts';
import type { FailureValue } from '../domain/failure.ts';
import { hiddenNames } from '../domain/hidden-names.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { State } from './state.ts';

function mapped<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value, key: Key) => Value,
): ReadonlyMap<Key, Value> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}

/** The same state while names are not hidden. */
export function withHiddenNames(state: State, language: Language): State {
  if (!state.settings.hideIdentities) return state;
  const names = hiddenNames(state.accounts, language);
  const accountOf = ({ organization: _organization, ...account }: Account): Account => ({
    ...account,
    label: names.name(account.id),
  });
  const failureOf = (failure: FailureValue, about?: AccountId): FailureValue => ({
    ...failure,
    ...(failure.subject !== undefined && { subject: names.text(failure.subject, about) }),
    ...(failure.detail !== undefined && { detail: names.text(failure.detail, about) }),
  });
  /** For values that may have failed. */
  const withFailure = <Value extends { readonly failure?: FailureValue }>(
    value: Value,
    about?: AccountId,
  ): Value => (value.failure === undefined ? value : { ...value, failure: failureOf(value.failure, about) });
  const { running, undo } = state.switching;
  return {
    ...state,
    accounts: state.accounts.map(accountOf),
    readings: mapped(state.readings, withFailure),
    keyStore: withFailure(state.keyStore),
    switching: {
      ...withFailure(state.switching),
      ...(running !== undefined && { running: { ...running, to: names.text(running.to) } }),
      ...(undo !== undefined && { undo: { ...undo, title: names.text(undo.title) } }),
    },
    hooks: state.hooks.map((hook) =>
      hook.lastFailure === undefined ? hook : { ...hook, lastFailure: failureOf(hook.lastFailure) },
    ),
    signInFailures: mapped(state.signInFailures, (failure) => failureOf(failure)),
    problems: mapped(state.problems, (failure) => failureOf(failure)),
  };
}
