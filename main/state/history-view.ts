// The page on the past of an account's windows, out of its kept readings and what is foreseen. Pure.
import { forecastBand, type ForecastBand } from '../domain/forecast-band.ts';
import type { Forecast } from '../domain/forecast.ts';
import type { ReadWindow } from '../domain/history-csv.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { paceOf } from '../domain/pace.ts';
import { pastCourse } from '../domain/past-course.ts';
import { phrase } from '../domain/phrases.ts';
import type { KnownWindow, Point } from '../domain/quota-window.ts';
import { readingsUntil } from '../domain/use-history.ts';
import type { HistoryDays, HistoryView, WindowHistoryView } from '../../preload/view.ts';

export interface HistoryFacts {
  readonly account: AccountId;
  /** As they were read last, in the order in which they are shown. */
  readonly windows: readonly KnownWindow[];
  /** By the window's id, oldest first. */
  readonly points: ReadonlyMap<string, readonly Point[]>;
  readonly forecasts: ReadonlyMap<string, Forecast>;
  readonly days: HistoryDays;
  /** Unix milliseconds. */
  readonly now: number;
}

const dayMs = 86_400_000;
/** So much of the time that is shown lies ahead, at most. */
const aheadShare = 0.3;

/** Nothing where the forecast is too old to say something about now, or there is no figure to begin at. */
function bandOf(window: KnownWindow, { forecasts, days, now }: HistoryFacts): ForecastBand | undefined {
  const { id, usedPercent, resetsAt } = window;
  const forecast = forecasts.get(id);
  if (forecast === undefined || usedPercent === null) return undefined;
  if (paceOf({ usedPercent, resetsAt, forecast, now }).kind === 'unknown') return undefined;
  return forecastBand({ usedPercent, resetsAt }, forecast, now, now + days * dayMs * aheadShare);
}

function windowView(
  id: string,
  facts: HistoryFacts,
  language: Language | undefined,
): readonly WindowHistoryView[] {
  const { windows, points, days, now } = facts;
  const past = pastCourse(points.get(id) ?? [], now - days * dayMs, now);
  if (past.at.length === 0) return [];
  const window = windows.find((each) => each.id === id);
  return [
    {
      id,
      label: phrase(language, window?.label ?? id),
      scope: window?.scope ?? null,
      ...past,
      forecast: (window === undefined ? undefined : bandOf(window, facts)) ?? null,
    },
  ];
}

/** Those that are known, in the order in which they are shown; those that are no longer told of come last. */
function idsOf({ windows, points }: HistoryFacts): readonly string[] {
  return [...new Set([...windows.map(({ id }) => id), ...points.keys()])];
}

/** What is exported: the readings themselves. */
export function readWindows(facts: HistoryFacts): readonly ReadWindow[] {
  const { windows, points, days, now } = facts;
  const from = now - days * dayMs;
  return idsOf(facts).map((id) => {
    const window = windows.find((each) => each.id === id);
    return {
      id,
      label: window?.label ?? id,
      scope: window?.scope ?? null,
      points: readingsUntil(points.get(id) ?? [], now).filter(({ at }) => at >= from),
    };
  });
}

/** @param language of the windows' names; without one, English */
export function historyView(facts: HistoryFacts, language?: Language): HistoryView {
  const { account, days, now } = facts;
  return {
    account,
    from: now - days * dayMs,
    to: now,
    windows: idsOf(facts).flatMap((id) => windowView(id, facts, language)),
  };
}
