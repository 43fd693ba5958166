// What `gatehouse update` says; loaded with it.
import type { UpdatesAnswer } from '../../broker/protocol/updates.ts';

const off: Readonly<Record<NonNullable<UpdatesAnswer['off']>, string>> = {
  build: 'Updates are off in this build. New versions come from where you got this one.',
  'package-manager': 'Updates come with your package manager.',
  elsewhere: 'Only the app with a window looks for updates; gatehouse serve does not.',
};

const from: Readonly<Record<NonNullable<UpdatesAnswer['way']>, string>> = {
  itself: 'Fetch it from the window: gatehouse open --page about',
  'package-manager': 'It comes with the updates of your system.',
  'by-hand': 'Get it from where you got this one.',
};

export const updateWords = {
  looking: 'Looking for a newer version…',
  running: (version: string) => `Gatehouse ${version}`,
  off,
  newer: (version: string, way: NonNullable<UpdatesAnswer['way']>) =>
    `Version ${version} is there. ${from[way]}`,
  fetching: (version: string) => `Version ${version} is being fetched.`,
  ready: (version: string) =>
    `Version ${version} is fetched and checked. It comes with the next restart from the window.`,
  none: (age: string) => `There is no newer version. Looked ${age}.`,
  tried: (age: string) => `Tried to look ${age}.`,
  never: 'Nobody has looked yet: gatehouse update --check',
  page: (address: string) => `What is new: ${address}`,
} as const;
