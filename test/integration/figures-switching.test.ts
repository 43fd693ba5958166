// Every figure about switching at its quick size, with its control.
import { figures } from '../full/switching/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures, ['kill-switch', 'switch-faults', 'switch-answers']);
