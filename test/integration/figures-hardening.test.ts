// Every figure about hardening that needs no app at its quick size, with its control.
import { figures } from '../full/hardening/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures);
