// What the window says about updates of Gatehouse.
import type { UpdatesView } from '../../../preload/view.ts';
import { ago } from './time.ts';
import { percent } from './words.ts';

type On = Extract<UpdatesView, { kind: 'on' }>;

const off: Readonly<Record<Extract<UpdatesView, { kind: 'off' }>['why'], string>> = {
  build: 'Updates are off in this build. New versions come from where you got this one.',
  'package-manager': 'Updates come with your package manager.',
  elsewhere: 'Nobody looks for updates here.',
};

const from: Readonly<Record<On['way'], string>> = {
  itself: 'Nothing is fetched before you say so.',
  'package-manager': 'It comes with the updates of your system.',
  'by-hand': 'Get it from where you got this one.',
};

function on({ step, way, version, percent: fetched, lookedAt, problem }: On, now: number): string {
  const name = version ?? '';
  switch (step) {
    case 'looking':
      return 'Looking…';
    case 'found':
      return `Version ${name} is there. ${from[way]}`;
    case 'downloading':
      return `Fetching version ${name}: ${percent(fetched ?? 0)}`;
    case 'ready':
      return `Version ${name} is fetched and checked. It takes the place of this one when Gatehouse restarts.`;
    case 'restarting':
      return 'Gatehouse ends, and starts anew as the other version.';
    case 'waiting':
      if (lookedAt === null) return 'Gatehouse looks once a day whether there is a newer version.';
      return problem === null
        ? `There is no newer version. Looked ${ago(lookedAt, now)}.`
        : `Tried to look ${ago(lookedAt, now)}.`;
  }
}

export const updateMessages = {
  updates: 'Updates',
  updatesEffect: 'A version counts only if the Gatehouse authors have signed it.',
  updateStanding: (updates: UpdatesView, now: number): string =>
    updates.kind === 'off' ? off[updates.why] : on(updates, now),
  lookForUpdate: 'Look now',
  fetchUpdate: 'Fetch it',
  cancelUpdate: 'Stop fetching',
  restartToUpdate: 'Restart to update',
  updatePage: 'New versions, and what is new:',
  copyUpdatePage: 'Copy the address',
} as const;
