// What the app itself says about updates, outside of its window: a notice, and the question before a restart.
import type { Language } from './language.ts';
import type { UpdateWay } from './update.ts';

interface UpdateWords {
  readonly there: (version: string) => string;
  readonly how: Readonly<Record<UpdateWay, string>>;
  readonly question: (version: string) => string;
  readonly agents: (count: number) => string;
  readonly restart: string;
}

export const updateWords: Readonly<Record<Language, UpdateWords>> = {
  en: {
    there: (version) => `Gatehouse ${version} is there`,
    how: {
      itself: 'Nothing is fetched before you say so. Click here to see it.',
      'package-manager': 'It comes with the updates of your system.',
      'by-hand': 'Click here to see where to get it.',
    },
    question: (version) => `Restart Gatehouse to update it to ${version}?`,
    agents: (count) =>
      `${count === 1 ? 'One agent is' : `${String(count)} agents are`} at work with keys from Gatehouse. They go on, but nothing is handed out or renewed for them until Gatehouse is back.`,
    restart: 'Restart',
  },
  de: {
    there: (version) => `Gatehouse ${version} ist da`,
    how: {
      itself: 'Nichts wird geladen, bevor du es sagst. Klicke hier, um es zu sehen.',
      'package-manager': 'Es kommt mit den Aktualisierungen deines Systems.',
      'by-hand': 'Klicke hier, um zu sehen, wo du es bekommst.',
    },
    question: (version) => `Gatehouse neu starten, um auf ${version} zu aktualisieren?`,
    agents: (count) =>
      `${count === 1 ? 'Ein Agent arbeitet' : `${String(count)} Agenten arbeiten`} gerade mit Schlüsseln von Gatehouse. Sie laufen weiter, aber für sie wird nichts ausgegeben oder erneuert, bis Gatehouse zurück ist.`,
    restart: 'Neu starten',
  },
};
