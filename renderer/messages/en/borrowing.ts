// Words about figures that come only with the key of the program that keeps a login.

export const borrowingMessages = {
  /** @param program null where none keeps the login */
  figuresFromProgramKey: (program: string | null): string =>
    `Figures come once Gatehouse may ask with the key of ${program ?? 'its program'}.`,
  seeProgramKey: 'Look at it',
  seeProgramKeyFor: (account: string): string => `Look at it, so that ${account} has figures`,
} as const;
