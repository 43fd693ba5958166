// Was die kleine Anzeige sagt, was ohne Infobereich gilt, und was die Anbieter selbst melden.
import type { IncidentView, MiniLineView } from '../../../preload/view.ts';
import type { miniMessages as english } from '../en/mini.ts';
import type { Texts } from '../texts.ts';
import { around, durationUntil } from './time.ts';
import { percent } from './words.ts';

const levels = { ok: '', low: ', knapp', exhausted: ', aufgebraucht' } as const;

const impacts = { minor: 'Kleine Störung', major: 'Größere Störung', critical: 'Schwere Störung' } as const;

const miniReset = (at: number, now: number): string => (at <= now ? 'jetzt' : durationUntil(at, now));

export const miniMessages: Texts<typeof english> = {
  miniTitle: 'Gatehouse-Anzeige',
  miniOpen: 'Gatehouse öffnen',
  miniHide: 'Anzeige ausblenden',
  miniEmpty: 'Niemand ist angemeldet',
  miniUnknown: 'Verbrauch unbekannt',
  miniUsed: (usedPercent: number): string => percent(Math.floor(usedPercent)),
  miniReset,
  miniLine: ({ provider, label, window }: MiniLineView, now: number): string => {
    if (window === null) return `${provider}, ${label}: Verbrauch unbekannt`;
    const { usedPercent, level, resetsAt } = window;
    const used = `${percent(Math.floor(usedPercent))} verbraucht${levels[level]}`;
    const reset = resetsAt === null || resetsAt <= now ? '' : `, neu in ${durationUntil(resetsAt, now)}`;
    return `${provider}, ${label}, ${window.label}: ${used}${reset}`;
  },
  noTray:
    'Dieser Desktop zeigt keine Symbole im Infobereich. Gatehouse läuft auch ohne sein Fenster weiter; das holst du zurück mit: gatehouse open',
  incident: (provider: string, { text, at }: IncidentView, now: number): string =>
    `${provider} meldet: ${text} · seit ${around(at, now)}`,
  incidentImpact: (impact: IncidentView['impact']): string => impacts[impact],
  incidentCopy: 'Link zur Statusseite kopieren',
};
