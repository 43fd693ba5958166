// How the window joins names.

/** "Codex", "Codex and OpenCode", "Codex, Every Code and OpenCode". */
export const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const any = new Intl.ListFormat('en-GB', { type: 'disjunction' });
