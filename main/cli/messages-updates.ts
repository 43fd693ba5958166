// The help of `gatehouse update`.
import { example, messages } from './messages.ts';

export const updateMessages = {
  about: 'whether there is a newer Gatehouse; it is fetched from the window, or comes with your system',
  check: 'look now; otherwise the app looks once a day',
  example: example('gatehouse update', 'gatehouse update --check'),
  exitCodes: messages.exitCodesOfVerbs,
} as const;
