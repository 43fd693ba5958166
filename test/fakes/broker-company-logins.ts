// What the service answers about company logins in tests, and what it was asked for.
import type { CompanyLoginAnswer, CompanyLoginsAnswer } from '../../main/broker/protocol/company-logins.ts';
import type { CompanyLoginActions } from '../../main/broker/routes/company-logins.ts';

export const exampleCompany = 'https://company.example.test';

export class CompanyAnswers {
  logins: CompanyLoginsAnswer = { schema: 1, logins: [{ url: exampleCompany, variable: 'COMPANY_TOKEN' }] };
  wasThere = true;
  /** What the person says to the command. */
  loggingIn: (signal: AbortSignal) => Promise<CompanyLoginAnswer> = async () => ({
    ...this.logins,
    url: exampleCompany,
  });
}

export function recordingCompanyLogins(asked: string[], answers: CompanyAnswers): CompanyLoginActions {
  return {
    list: async () => answers.logins,
    login: async (address, signal) => {
      asked.push(`log OpenCode in at ${address}`);
      return answers.loggingIn(signal);
    },
    logout: async (address) => {
      asked.push(`log OpenCode out at ${address}`);
      return { ...answers.logins, wasThere: answers.wasThere };
    },
  };
}
