// What `gatehouse update` prints for people.
import { expect, test } from 'vitest';
import type { UpdatesAnswer } from '../../../main/broker/protocol/updates.ts';
import { updateText } from '../../../main/cli/verbs/update.ts';
import { offInThisBuild } from '../../fakes/broker-updates.ts';

const now = Date.UTC(2026, 10, 24, 12);
const on: UpdatesAnswer = {
  ...offInThisBuild,
  off: null,
  way: 'itself',
  step: 'waiting',
  lookedAt: now - 3_600_000,
};
const page = 'https://gatehouse.example/releases';
const problem = { code: 'network/offline', what: 'It cannot be reached.', next: 'Check the connection.' };

test.each<[string, Partial<UpdatesAnswer>, readonly string[]]>([
  ['off', offInThisBuild, ['Updates are off in this build. New versions come from where you got this one.']],
  ['the system’s', { off: 'package-manager' }, ['Updates come with your package manager.']],
  [
    'served',
    { off: 'elsewhere' },
    ['Only the app with a window looks for updates; gatehouse serve does not.'],
  ],
  ['new', { lookedAt: null }, ['Nobody has looked yet: gatehouse update --check']],
  ['up to date', { page }, ['There is no newer version. Looked 1 h ago.']],
  ['without an answer', { problem }, ['Tried to look 1 h ago.']],
  [
    'with a newer one',
    { step: 'found', newer: '2.0.0', page },
    ['Version 2.0.0 is there. Fetch it from the window: gatehouse open --page about', `What is new: ${page}`],
  ],
  [
    'with a newer one of the system',
    { step: 'found', newer: '2.0.0', way: 'package-manager' },
    ['Version 2.0.0 is there. It comes with the updates of your system.'],
  ],
  ['on the way', { step: 'downloading', newer: '2.0.0' }, ['Version 2.0.0 is being fetched.']],
  [
    'ready',
    { step: 'ready', newer: '2.0.0' },
    ['Version 2.0.0 is fetched and checked. It comes with the next restart from the window.'],
  ],
])('when updates are %s', (_name, change, lines) => {
  expect(updateText({ ...on, ...change }, now).split('\n')).toEqual(['Gatehouse 1.2.3', ...lines]);
});
