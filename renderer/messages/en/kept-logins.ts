// Texts about logins that a program keeps for itself.
export const keptLoginMessages = {
  keptWithoutFigures: (program: string): string =>
    `${program} keeps this login. Gatehouse cannot read its quota.`,
};
