// What `gatehouse auth login` says where no browser can be opened.
import { messages } from '../messages.ts';

const minuteMs = 60_000;

/** Why an address was refused, where its own word needs a person to know the protocol. */
const reasons: Readonly<Partial<Record<string, string>>> = {
  'wrong state': 'it belongs to another sign-in',
  'no code': 'it is not whole',
};

export const loginWords = {
  noDisplay: 'No browser can be opened here. There are two ways:',
  byCode: '1  Enter a code on another device',
  byPaste: '2  Open an address on another computer and paste the one you come back to',
  question: 'Which? [1] ',
  one: /^\s*1?\s*$/,
  two: /^\s*2\s*$/,
  takesCode: 'No browser can be opened here, so you enter a code on another device.',
  takesPaste: 'No browser can be opened here, so you paste what another computer comes back to.',
  openElsewhere: {
    address:
      'Open this address in a browser on any computer and sign in. It ends at a page that cannot be shown, which is right. ' +
      'Copy the whole address of that page.',
    code:
      'Open this address in a browser on any computer and sign in. It ends at a page that shows a code. Copy the whole ' +
      'code, with the # in it.',
  },
  paste: 'Paste it here (it is not shown): ',
  waiting: 'Waiting for you to enter it. Ctrl-C cancels.',
  goodFor: (spanMs: number) =>
    `It is good for ${messages.span.minutes(Math.max(1, Math.round(spanMs / minuteMs)))}.`,
  nothing: 'nothing came on standard input',
  portsTaken: (holders: string) =>
    `The port that the browser would come back to is taken (${holders}), so you bring a code instead.`,
  refused: (what: 'address' | 'code', reason: string) =>
    `That is not the answer to this sign-in (${reasons[reason] ?? reason}). ` +
    (what === 'address'
      ? 'Copy the whole address of the last page.'
      : 'Copy the whole code of the last page.'),
} as const;
