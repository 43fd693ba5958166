// The figures about quotas. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as alertSeries } from './alert-series.ts';
import { figure as answerDrift } from './answer-drift.ts';
import { figure as dayOfPolls } from './day-of-polls.ts';
import { figure as forecastBacktest } from './forecast-backtest.ts';
import { figure as historyKills } from './history-kills.ts';
import { figure as historySize } from './history-size.ts';
import { figure as statusLineScript } from './status-line-script.ts';

export const figures: readonly Figure[] = [
  dayOfPolls,
  answerDrift,
  alertSeries,
  forecastBacktest,
  historySize,
  historyKills,
  statusLineScript,
];
