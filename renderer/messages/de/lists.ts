// How the window joins names in German.

/** "Codex", "Codex und OpenCode", "Codex, Every Code und OpenCode". */
export const all = new Intl.ListFormat('de-DE', { type: 'conjunction' });
export const any = new Intl.ListFormat('de-DE', { type: 'disjunction' });
