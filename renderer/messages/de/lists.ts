// How the window joins names in German.
import { once } from '../once.ts';

/** "Codex", "Codex und OpenCode", "Codex, Every Code und OpenCode". */
export const all = once(() => new Intl.ListFormat('de-DE', { type: 'conjunction' }));
export const any = once(() => new Intl.ListFormat('de-DE', { type: 'disjunction' }));
