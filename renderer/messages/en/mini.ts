// What the small meter says, what is said where there is no tray, and what vendors say of themselves.
import type { IncidentView, MiniLineView } from '../../../preload/view.ts';
import { around, durationUntil } from './time.ts';
import { percent } from './words.ts';

const levels = { ok: '', low: ', low', exhausted: ', used up' } as const;

const impacts = { minor: 'Minor incident', major: 'Major incident', critical: 'Critical incident' } as const;

const miniReset = (at: number, now: number): string => (at <= now ? 'now' : durationUntil(at, now));

export const miniMessages = {
  miniTitle: 'Gatehouse meter',
  miniOpen: 'Open Gatehouse',
  miniHide: 'Hide the meter',
  miniEmpty: 'Nobody is signed in',
  miniUnknown: 'Use unknown',
  miniUsed: (usedPercent: number): string => percent(Math.floor(usedPercent)),
  miniReset,
  /** What a screen reader says of a line. */
  miniLine: ({ provider, label, window }: MiniLineView, now: number): string => {
    if (window === null) return `${provider}, ${label}: use unknown`;
    const { usedPercent, level, resetsAt } = window;
    const used = `${percent(Math.floor(usedPercent))} used${levels[level]}`;
    const reset = resetsAt === null || resetsAt <= now ? '' : `, resets in ${durationUntil(resetsAt, now)}`;
    return `${provider}, ${label}, ${window.label}: ${used}${reset}`;
  },
  noTray:
    'This desktop shows no tray icons. Gatehouse goes on without its window; to bring that back, run: gatehouse open',
  incident: (provider: string, { text, at }: IncidentView, now: number): string =>
    `${provider} reports: ${text} · since ${around(at, now)}`,
  incidentImpact: (impact: IncidentView['impact']): string => impacts[impact],
  incidentCopy: 'Copy the link to the status page',
} as const;
