// Stands where electron-builder expects fpm (CUSTOM_FPM_PATH), over the packers of the systems themselves: fpm is a download that
// not every machine can have.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail } from '../bootstrap/steps.mjs';
import { makeDeb } from './deb.ts';
import { packageOrder } from './order.ts';
import { makeRpm } from './rpm.ts';

const work = mkdtempSync(path.join(tmpdir(), 'gatehouse-package-'));
try {
  const order = packageOrder(process.argv.slice(2));
  const epochSeconds = Number(process.env['SOURCE_DATE_EPOCH'] ?? 0);
  (order.target === 'deb' ? makeDeb : makeRpm)(order, work, epochSeconds);
} catch (error) {
  fail(error);
} finally {
  rmSync(work, { recursive: true, force: true });
}
