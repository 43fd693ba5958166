// The routes for logins that a company's server offers to a program.
import {
  companyLoginRequestShape,
  companyLoginShape,
  companyLoginsShape,
  companyLogoutShape,
  type CompanyLoginAnswer,
  type CompanyLoginsAnswer,
  type CompanyLogoutAnswer,
} from '../protocol/company-logins.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface CompanyLoginActions {
  list(): Promise<CompanyLoginsAnswer>;
  /** Waits for the person's answer in the dialog of the app. */
  login(address: string, signal: AbortSignal): Promise<CompanyLoginAnswer>;
  logout(address: string): Promise<CompanyLogoutAnswer>;
}

export function companyLoginRoutes(logins: CompanyLoginActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/company-logins',
      about: "The logins of companies' servers in OpenCode's file.",
      intent: 'configure',
      answer: companyLoginsShape,
      handle: () => logins.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/company-logins/login',
      about: 'Runs the command of a server for its key; the person is asked in a dialog first.',
      intent: 'configure',
      slow: true,
      body: companyLoginRequestShape,
      answer: companyLoginShape,
      handle: ({ body: { address }, call }) => logins.login(address, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/company-logins/logout',
      about: "Takes the login of a server out of OpenCode's file.",
      intent: 'configure',
      body: companyLoginRequestShape,
      answer: companyLogoutShape,
      handle: ({ body: { address } }) => logins.logout(address),
    }),
  ];
}
