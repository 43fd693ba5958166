// How the window joins names.

/** "Codex", "Codex and OpenCode", "Codex, Every Code and OpenCode". */
export const all = new Intl.ListFormat('de-DE', { type: 'conjunction' });
export const any = new Intl.ListFormat('de-DE', { type: 'disjunction' });
