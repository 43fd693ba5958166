// What is sealed is sealed anew once the person has chosen another key store, while the one before can still open it.
import type { Store } from '../state/store.ts';

/** @returns what takes whatever is to be done then */
export function createSealAnew(store: Store): (sealAnew: () => Promise<unknown>) => void {
  const works: (() => Promise<unknown>)[] = [];
  let before: string | undefined;
  store.subscribe((state, { type }) => {
    if (type !== 'key-store.seen') return;
    const { backend } = state.keyStore;
    // At a start nothing was chosen anew; what is closed for now has sealed what there is.
    const isAnother = backend !== undefined && before !== undefined && backend !== before;
    before = backend ?? before;
    // Each tries again with its next use, and says then what is wrong.
    if (isAnother) for (const work of works) void work().catch(() => undefined);
  });
  return (sealAnew) => {
    works.push(sealAnew);
  };
}
