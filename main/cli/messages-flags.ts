// The help of `gatehouse flags`.
import { example, messages } from './messages.ts';

export const flagsMessages = {
  about: 'feature flags: risky parts that can be switched off; Gatehouse asks you before one is changed',
  example: example('gatehouse flags', 'gatehouse flags set company-logins off'),
  verbs: {
    list: {
      about:
        'every flag: the variant that counts and why, its default, its owner, and until when there is one',
      example: example('gatehouse flags list', 'gatehouse flags list --json'),
    },
    set: {
      about:
        'choose a variant, once you have said yes in the dialog of the app; it counts at once, unless the flag says otherwise',
      example: example('gatehouse flags set company-logins off'),
      id: 'the flag, as gatehouse flags lists it',
      variant: 'one of its variants',
      exitCodes: messages.exitCodesOfVerbs,
    },
    reset: {
      about: 'take your choice back, once you have said yes in the dialog of the app',
      example: example('gatehouse flags reset company-logins'),
      id: 'the flag, as gatehouse flags lists it',
      exitCodes: messages.exitCodesOfVerbs,
    },
  },
} as const;
