// What the window says about updates of Gatehouse, in German.
import type { UpdatesView } from '../../../preload/view.ts';
import type { updateMessages as english } from '../en/updates.ts';
import type { Texts } from '../texts.ts';
import { ago } from './time.ts';
import { percent } from './words.ts';

type On = Extract<UpdatesView, { kind: 'on' }>;

const off: Readonly<Record<Extract<UpdatesView, { kind: 'off' }>['why'], string>> = {
  build:
    'Aktualisierungen sind in dieser Ausgabe ausgeschaltet. Neue Versionen bekommst du dort, wo du diese her hast.',
  'package-manager': 'Aktualisierungen kommen mit deiner Paketverwaltung.',
  elsewhere: 'Hier sucht niemand nach Aktualisierungen.',
};

const from: Readonly<Record<On['way'], string>> = {
  itself: 'Nichts wird geladen, bevor du es sagst.',
  'package-manager': 'Sie kommt mit den Aktualisierungen deines Systems.',
  'by-hand': 'Hole sie dort, wo du diese her hast.',
};

function on({ step, way, version, percent: fetched, lookedAt, problem }: On, now: number): string {
  const name = version ?? '';
  switch (step) {
    case 'looking':
      return 'Sieht nach…';
    case 'found':
      return `Version ${name} ist da. ${from[way]}`;
    case 'downloading':
      return `Lädt Version ${name}: ${percent(fetched ?? 0)}`;
    case 'ready':
      return `Version ${name} ist geladen und geprüft. Sie ersetzt diese, wenn Gatehouse neu startet.`;
    case 'restarting':
      return 'Gatehouse wird beendet und startet als die andere Version neu.';
    case 'waiting':
      if (lookedAt === null) return 'Gatehouse sieht einmal am Tag nach, ob es eine neuere Version gibt.';
      return problem === null
        ? `Es gibt keine neuere Version. Nachgesehen ${ago(lookedAt, now)}.`
        : `Versuch nachzusehen ${ago(lookedAt, now)}.`;
  }
}

export const updateMessages: Texts<typeof english> = {
  updates: 'Aktualisierungen',
  updatesEffect: 'Eine Version zählt nur, wenn die Gatehouse authors sie signiert haben.',
  updateStanding: (updates: UpdatesView, now: number): string =>
    updates.kind === 'off' ? off[updates.why] : on(updates, now),
  lookForUpdate: 'Jetzt nachsehen',
  fetchUpdate: 'Laden',
  cancelUpdate: 'Laden abbrechen',
  restartToUpdate: 'Zum Aktualisieren neu starten',
  updatePage: 'Neue Versionen, und was neu ist:',
  copyUpdatePage: 'Adresse kopieren',
};
