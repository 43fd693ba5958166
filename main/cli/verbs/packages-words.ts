// What the verbs about provider packages say; loaded with them.

export const packagesWords = {
  question: 'Gatehouse asks you in a dialog before it uses the file. Ctrl-C cancels.',
  none: 'No file describes a provider. They belong in the folder "providers" beside the settings.',
  states: {
    ready: 'in use',
    off: 'switched off by its feature flag: not used',
    unapproved: 'not approved: not used',
    changed: 'changed since you approved it: not used',
    broken: 'describes no provider',
    missing: 'not there any more',
  },
  hosts: (hosts: readonly string[]) => `asks only ${hosts.join(', ')}`,
  approved: (name: string) => `From now on it is used: ${name}`,
  forgotten: (name: string) => `It is used no longer, and its accounts stay: ${name}`,
  good: (file: string, label: string, hosts: readonly string[]) =>
    `${file} describes ${label}, which asks only ${hosts.join(', ')}.`,
} as const;
