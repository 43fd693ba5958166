// Every figure about quotas at its quick size, with its control.
import { figures } from '../full/quota/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures, ['day-of-polls', 'forecast-backtest', 'history-size']);
