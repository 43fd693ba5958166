// Asks the person whether a program may have a key, in a dialog of the app itself.
import type { AskHandOut, HandOutAnswer } from '../../ports-broker.ts';
import { createQuestionDialogs, type DialogQuestion } from './question-dialog.ts';

type Question = Parameters<AskHandOut['ask']>[0];

const buttons = new Map<string, HandOutAnswer>([
  ['Deny', 'denied'],
  ['Just this time', 'once'],
]);
const keptButtons = new Map<string, HandOutAnswer>([
  ['Always', 'always'],
  ['Never', 'never'],
]);

/** A dialog is as wide as its longest word, and must not be wider than the screen. */
const shownLine = /.{1,76}/gu;
/** Names and paths may hold anything; none may look like a line of ours, or turn the writing round. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

const printable = (text: string): string => text.replaceAll(unprintable, '\uFFFD');

/** Without its folder, which stands below. */
function nameOf(program: string): string {
  return /[^/\\]+$/.exec(program)?.[0] ?? program;
}

/** Of a name in the question itself, as much as there is room for; the second part where there is more of it. */
const beginning = /^.{0,60}(?=(.)?)/u;
const longestLine = 80;

function shortened(text: string): string {
  const [name = '', more] = beginning.exec(printable(text)) ?? [];
  return more === undefined ? name : `${name}…`;
}

/** Long on lines of its own, none of which can begin like another label. */
function lines(label: string, text: string): readonly string[] {
  const line = `${label}: ${printable(text)}`;
  if (line.length <= longestLine) return [line];
  return [`${label}:`, ...(printable(text).match(shownLine) ?? []).map((part) => `    ${part}`)];
}

function words({ program, interpreter, reader, account, provider, canKeep }: Question): DialogQuestion {
  return {
    message: `Give ${shortened(nameOf(program))} a key of ${shortened(provider)}: ${shortened(account)}?`,
    detail: [
      ...lines('Program', program),
      ...(interpreter === undefined ? [] : lines('Run by', interpreter)),
      ...lines('Key for', reader),
      ...lines('Account', account),
      '',
      'Whoever has the key can use this account until the key ends.',
      ...(canKeep ? [] : ['Gatehouse cannot tell this program from others, so it asks every time.']),
    ].join('\n'),
    buttons: [...buttons.keys(), ...(canKeep ? keptButtons.keys() : [])],
  };
}

/** Nobody answers within a minute, without a display, when the signal has aborted, or while three others wait. */
export function createAskHandOut(): AskHandOut {
  const dialogs = createQuestionDialogs();
  return {
    async ask(question, signal) {
      const pressed = (await dialogs.ask(words(question), signal)) ?? '';
      return buttons.get(pressed) ?? keptButtons.get(pressed) ?? 'nobody';
    },
  };
}
