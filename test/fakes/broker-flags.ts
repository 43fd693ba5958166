// What a made-up app says about feature flags.
import type { FlagsAnswer } from '../../main/broker/protocol/flags.ts';
import type { FlagActions } from '../../main/broker/routes/flags.ts';

export const exampleFlag: FlagsAnswer['flags'][number] = {
  id: 'company-logins',
  variant: 'on',
  why: 'default',
  default: 'on',
  variants: ['on', 'off'],
  owner: 'consumers',
  introduced: '2026-11-30',
  expires: '2027-08-31',
  about: 'Logins of OpenCode at a company’s server.',
};

export class FlagAnswers {
  flags: FlagsAnswer = { schema: 1, flags: [exampleFlag], inert: [] };
  /** What becomes of a question. */
  asking: (signal: AbortSignal) => Promise<FlagsAnswer> = async () => this.flags;
}

export function recordingFlags(asked: string[], answers: FlagAnswers): FlagActions {
  return {
    list: async () => answers.flags,
    set: async (flag, variant, signal) => {
      asked.push(`set ${flag} ${variant}`);
      return answers.asking(signal);
    },
    reset: async (flag, signal) => {
      asked.push(`reset ${flag}`);
      return answers.asking(signal);
    },
  };
}
