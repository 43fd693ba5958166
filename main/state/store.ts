// The one store. Everything that shows or writes follows it; nothing that follows it decides.
import { reduce } from './reduce.ts';
import { initialState, type Event, type State } from './state.ts';

export type Listener = (state: State, event: Event) => void;

export interface Store {
  state(): State;
  dispatch(event: Event): void;
  /** Returns the function that stops listening. */
  subscribe(listener: Listener): () => void;
}

export function createStore(start: State = initialState): Store {
  let current = start;
  const listeners = new Set<Listener>();
  return {
    state: () => current,
    dispatch(event) {
      current = reduce(current, event);
      for (const listener of [...listeners]) listener(current, event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
