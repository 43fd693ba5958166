// What would weaken TLS or write secrets down is taken out of the environment; what a person has set up for it stays.
import { expect, test } from 'vitest';
import { unsafeVariables, withoutUnsafe } from '../../../main/domain/unsafe-variables.ts';

test.each(unsafeVariables)('%s is taken away', (name) => {
  const environment = { [name]: '1', HOME: '/home/ada' };
  withoutUnsafe(environment);
  expect(environment).toEqual({ HOME: '/home/ada' });
});

test('a name in other letters means the same where letters do not count, and goes too', () => {
  const environment = { SslKeyLogFile: 'C:\\keys', Path: 'C:\\' };
  withoutUnsafe(environment);
  expect(environment).toEqual({ Path: 'C:\\' });
});

test('the proxy, the authority of a company and the rest of a desktop stay', () => {
  const theirs = {
    HTTPS_PROXY: 'http://proxy.example:3128',
    NO_PROXY: 'localhost',
    NODE_EXTRA_CA_CERTS: '/etc/company.pem',
    SSL_CERT_FILE: '/etc/company.pem',
    LANG: 'de_DE.UTF-8',
    NODE_OPTIONS_OF_MINE: 'x',
  };
  const environment = { ...theirs };
  withoutUnsafe(environment);
  expect(environment).toEqual(theirs);
});

test('each that weakens TLS, writes secrets down or runs foreign code is one, by its name', () => {
  expect(unsafeVariables).toEqual(
    expect.arrayContaining([
      'NODE_TLS_REJECT_UNAUTHORIZED',
      'SSLKEYLOGFILE',
      'NODE_OPTIONS',
      'ELECTRON_RUN_AS_NODE',
      'ELECTRON_NO_ASAR',
    ]),
  );
});
