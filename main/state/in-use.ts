// What takes room: a provider that the person has hidden and has nothing of is shown nowhere. Pure.
import type { State } from './state.ts';
import type { FileFacts } from './view-facts.ts';

/** What is hidden and without an account is offered nowhere, unless it was chosen. @param id a provider's */
export function isInUse(
  { settings: { hiddenProviders, strategy, preferredProvider }, accounts }: State,
  id: string,
): boolean {
  return (
    !hiddenProviders.some((each) => each === id) ||
    strategy === `prefer-${id}` ||
    preferredProvider === id ||
    accounts.some(({ provider }) => provider === id)
  );
}

/** Files of no provider always are; one that is switched on stays in sight, so that it can be switched off. */
export function filesInUse(files: readonly FileFacts[], state: State): readonly FileFacts[] {
  return files.filter(
    ({ id, provider }) =>
      provider === undefined || state.settings.sharedFiles[id] === true || isInUse(state, provider),
  );
}
