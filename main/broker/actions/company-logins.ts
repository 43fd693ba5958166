// What the local service can have done with logins that a company's server offers to a program.
import type { CompanyLogin } from '../../domain/company-login.ts';
import type { CompanyLoginsAnswer } from '../protocol/company-logins.ts';
import type { CompanyLoginActions } from '../routes/company-logins.ts';
import type { ViewAtHand } from './shown.ts';

export interface CompanyLoginActionParts {
  readonly companyLogins: {
    list(): Promise<readonly CompanyLogin[]>;
    /**
     * Asks the person in a dialog of the app first, until the signal says that nobody waits for the answer any more.
     * @throws Failure of the family `company-login/`, and others
     */
    login(address: string, signal: AbortSignal): Promise<CompanyLogin>;
    logout(address: string): Promise<boolean>;
  };
}

export function companyLoginActions(
  { companyLogins }: CompanyLoginActionParts,
  { loadedView }: Pick<ViewAtHand, 'loadedView'>,
): CompanyLoginActions {
  const answer = async (): Promise<CompanyLoginsAnswer> => ({
    schema: 1,
    logins: [...(await companyLogins.list())],
  });
  return {
    list: answer,
    async login(address, signal) {
      // What was allowed is known only then.
      await loadedView();
      const { url } = await companyLogins.login(address, signal);
      return { ...(await answer()), url };
    },
    async logout(address) {
      await loadedView();
      const wasThere = await companyLogins.logout(address);
      return { ...(await answer()), wasThere };
    },
  };
}
