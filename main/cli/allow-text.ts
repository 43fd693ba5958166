// Hand-out rules and the questions that wait, as lines for people.
import type { HandOutsAnswer } from '../broker/protocol/oversight.ts';
import { tableText } from './table-text.ts';
import { momentText } from './time-text.ts';
import { allowWords } from './verbs/allow-words.ts';

const columnWidth = 32;
/** By these names a rule is taken back; of an account that is gone there is only its long id. */
const whole = Number.POSITIVE_INFINITY;
const indent = '  ';

/** What `allow list` prints. @param now Unix milliseconds */
export function handOutsText({ locked, rules, questions }: HandOutsAnswer, now: number): string {
  const ruled = rules.map(({ verdict, consumer, accountLabel, program }) => [
    allowWords.verdicts[verdict],
    consumer,
    accountLabel,
    program,
  ]);
  const asked = questions.map(({ id, consumer, accountLabel, endsAt, program }) => [
    id,
    consumer,
    accountLabel,
    allowWords.endsAt(momentText(endsAt, now)),
    program ?? allowWords.unknownProgram,
  ]);
  return [
    ...(locked ? [allowWords.locked] : []),
    ...(ruled.length === 0 ? [allowWords.none] : tableText(ruled, whole)),
    ...(asked.length === 0
      ? []
      : [allowWords.questions, ...tableText(asked, columnWidth).map((line) => indent + line)]),
  ].join('\n');
}
