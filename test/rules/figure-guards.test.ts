// Every figure has a control that goes without a guard: what it cuts out of the source must be there to be cut.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cuts as brokerCuts } from '../full/support/broker-guards.ts';
import { missingCuts } from '../full/support/cut-source.ts';
import { cuts as hardeningCuts } from '../full/support/hardening-cuts.ts';
import { cuts as signInCuts } from '../full/support/sign-in-guards.ts';

const main = join(import.meta.dirname, '../../main');

test('every guard that a control of a figure goes without still stands in the source', () => {
  expect([brokerCuts, signInCuts, hardeningCuts].map((cuts) => missingCuts(main, cuts))).toEqual([
    [],
    [],
    [],
  ]);
});
