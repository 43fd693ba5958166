// What the verbs about shared files say; loaded with them.

export const filesWords = {
  working: 'Working on the shared files…',
  enabled: { on: 'on', off: 'off' },
  changed: (by: string, when: string) => `changed by ${by}, ${when}`,
  restored: {
    restored: 'as it was before Gatehouse',
    removed: 'taken away: there was none before Gatehouse',
    unchanged: 'as it was before Gatehouse already',
    untouched: 'never touched',
    spent:
      'left as it is, for what stood there before is an older sign-in that may be spent (--force puts it back)',
    failed: 'not restored',
  },
  switchedOff:
    'Files that were brought back are switched off: gatehouse auth files --on ID writes them again.',
} as const;

export const historyWords = {
  none: 'no version is kept',
  gone: '(taken away)',
  first: '(the oldest that is kept)',
} as const;
