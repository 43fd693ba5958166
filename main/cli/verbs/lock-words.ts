// What `lock` and `unlock` say; loaded with them.

export const lockWords = {
  working: 'Locking…',
  question: 'Gatehouse asks you, in a dialog or at the terminal of gatehouse serve. Ctrl-C cancels.',
  locked: (revoked: number) =>
    `Locked: no key is given out.${revoked === 0 ? '' : ` Agents that were ended: ${String(revoked)}.`}`,
  unlocked: 'Unlocked.',
} as const;
