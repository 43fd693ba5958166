// Which program may have which account's secret: rules of the person, and what they come to (design §10). Pure.
import type { AccountId, ConsumerId } from './ids.ts';

/** The program that a secret would go to: never ours, never a shell (`domain/judged-program.ts`). */
export interface JudgedProgram {
  /** Absolute, without a symbolic link in it; of a script that an interpreter runs, the script. */
  readonly path: string;
  /** The interpreter that runs it, where one does. */
  readonly interpreter?: string;
}

export const handOutVerdicts = ['ask', 'always', 'never'] as const;
export type HandOutVerdict = (typeof handOutVerdicts)[number];

/** One rule of the person; kept sealed, so that no other program can write one. */
export interface HandOutRule {
  readonly program: string;
  readonly consumer: ConsumerId;
  readonly account: AccountId;
  readonly verdict: Exclude<HandOutVerdict, 'ask'>;
  /** Unix milliseconds. */
  readonly decidedAt: number;
}

export interface HandOutWish {
  /** Absent: nobody could be told from whom the wish comes, so it is asked about every time. */
  readonly program: JudgedProgram | undefined;
  readonly consumer: ConsumerId;
  readonly account: AccountId;
}

/** Without a rule: ask. */
export function verdictFor(rules: readonly HandOutRule[], wish: HandOutWish): HandOutVerdict {
  const { program, consumer, account } = wish;
  if (program === undefined) return 'ask';
  const found = rules.find(
    (rule) => rule.program === program.path && rule.consumer === consumer && rule.account === account,
  );
  return found?.verdict ?? 'ask';
}
