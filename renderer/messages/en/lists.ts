// How the window joins names.
import { once } from '../once.ts';

/** "Codex", "Codex and OpenCode", "Codex, Every Code and OpenCode". */
export const all = once(() => new Intl.ListFormat('en-GB', { type: 'conjunction' }));
export const any = once(() => new Intl.ListFormat('en-GB', { type: 'disjunction' }));
