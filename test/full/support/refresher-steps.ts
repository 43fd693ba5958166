// The steps of a refresh, in the order in which they should happen.
export const steps = ['locked', 'asked', 'answered', 'journaled', 'kept', 'cleared', 'unlocked'] as const;
export type Step = (typeof steps)[number];
