// What the service does with company logins: the answer is what stands in the file afterwards.
import { expect, test } from 'vitest';
import {
  companyLoginShape,
  companyLoginsShape,
  companyLogoutShape,
} from '../../../../main/broker/protocol/company-logins.ts';
import type { CompanyLogin } from '../../../../main/domain/company-login.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';

const url = 'https://company.example.test';

test('company logins are listed, made with the signal of who asks, and taken out', async () => {
  let logins: readonly CompanyLogin[] = [];
  const asked: unknown[] = [];
  const { signal } = new AbortController();
  const { companyLogins } = actionsOver({
    companyLogins: {
      list: async () => logins,
      async login(address, given) {
        asked.push(['login', address, given === signal]);
        const made = { url, variable: 'COMPANY_TOKEN' };
        logins = [made];
        return made;
      },
      async logout(address) {
        asked.push(['logout', address]);
        logins = [];
        return true;
      },
    },
  });
  const one = { schema: 1, logins: [{ url, variable: 'COMPANY_TOKEN' }] };
  expect([
    companyLoginsShape.parse(await companyLogins.list()),
    companyLoginShape.parse(await companyLogins.login(`${url}/`, signal)),
    companyLoginsShape.parse(await companyLogins.list()),
    companyLogoutShape.parse(await companyLogins.logout(url)),
    asked,
  ]).toEqual([
    { schema: 1, logins: [] },
    { ...one, url },
    one,
    { schema: 1, logins: [], wasThere: true },
    [
      ['login', `${url}/`, true],
      ['logout', url],
    ],
  ]);
});
