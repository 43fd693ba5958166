// Every figure about the one authority at its quick size, with its control.
import { figures } from '../full/authority/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures, [
  'kills-around-the-answer',
  'one-refresh-after-kill',
  'lock-takeover',
  'crash-at-every-byte',
  'concurrent-writers',
]);
