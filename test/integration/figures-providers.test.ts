// Every figure about providers and sign-ins at its quick size, with its control.
import { figures } from '../full/providers/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures);
