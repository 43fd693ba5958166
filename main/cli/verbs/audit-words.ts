// What `audit` says; loaded with it.

export const auditWords = {
  working: 'Reading the audit log…',
  verifying: 'Looking through the audit log…',
  none: 'Nothing has been written down.',
  for: (consumer: string) => `for ${consumer}`,
  pid: (pid: number) => `pid ${String(pid)}`,
  byAgent: (agent: string) => `by agent ${agent}`,
  until: (when: string) => `until ${when}`,
  failed: (what: string) => `failed: ${what}`,
  whole: (entries: number, sealedUpTo: number) =>
    `The audit log is whole: ${String(entries)} entries, ${String(sealedUpTo)} of them sealed.`,
  broken: (at: number | null, why: string) =>
    `The audit log is not whole: ${why}${at === null ? '' : ` (entry ${String(at)})`}.`,
  brokenUnknown: 'nobody knows why',
  why: {
    changed: 'an entry was changed',
    missing: 'an entry is missing',
    'cut-off': 'entries at the end are gone',
    unreadable: 'a part of it cannot be read',
    'seal-missing': 'the seal of its end is gone',
  },
} as const;
