// What `auth keystore` and `auth unlock` say; loaded with them.

export const keyStoreWords = {
  working: 'Changing what protects the keys…',
  question:
    'Gatehouse may ask you before it changes what protects the keys, in a dialog or at the terminal of gatehouse serve. Ctrl-C cancels.',
  kinds: {
    system: 'the key store of the system',
    passphrase: 'your passphrase',
    memory: 'memory alone: everything is forgotten when the app ends',
  },
  protectedBy: (kind: string, backend: string | null) =>
    `The keys are protected by ${kind}${backend === null ? '' : ` (${backend})`}.`,
  locked: 'The passphrase has not been entered yet: gatehouse auth unlock',
  unlocked: 'The keys are open.',
  newQuestion:
    'Choose a new passphrase? Accounts whose keys only the old one opens stay closed until you sign in again. [y/N] ',
  needsYes: 'nobody to ask here: say yes with --yes',
  noPassphrase: 'no passphrase was chosen yet; gatehouse auth keystore --use passphrase chooses one',
  notInUse:
    'the passphrase does not protect the keys now; gatehouse auth keystore --use passphrase chooses it again',
} as const;
