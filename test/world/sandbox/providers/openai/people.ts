// The people who have ChatGPT accounts.
import type { PersonaSeed } from '../../personas.ts';

const fiveHours = 5 * 3600;
const week = 7 * 86_400;

const meters = (fiveHour: number, weekly: number): PersonaSeed['meters'] => ({
  fiveHour: { used: fiveHour, lengthSeconds: fiveHours, resetsInSeconds: 2 * 3600 + 120 },
  weekly: { used: weekly, lengthSeconds: week, resetsInSeconds: 3 * 86_400 + 600 },
});

const person = (
  id: string,
  name: string,
  email: string,
  plan: string,
  used: PersonaSeed['meters'],
  organization = 'Personal',
): PersonaSeed => ({
  id,
  name,
  email,
  plan,
  organization,
  meters: used,
});

export const openaiPeople: readonly PersonaSeed[] = [
  person('openai-plus-ada', 'Ada Moreau', 'ada@plus.example.test', 'plus', meters(42, 5)),
  person('openai-plus-ben', 'Ben Okafor', 'ben@plus.example.test', 'plus', meters(88, 61)),
  person('openai-pro-cleo', 'Cleo Lindqvist', 'cleo@pro.example.test', 'pro', meters(12, 31)),
  person('openai-pro-dan', 'Dan Petrov', 'dan@pro.example.test', 'pro', meters(3, 9)),
  person(
    'openai-business-eve',
    'Eve Tanaka',
    'eve@harbour.example.test',
    'business',
    meters(55, 20),
    'Harbour Works',
  ),
  person(
    'openai-business-finn',
    'Finn Adeyemi',
    'finn@harbour.example.test',
    'business',
    meters(7, 2),
    'Harbour Works',
  ),
  person('openai-free-gus', 'Gus Romero', 'gus@free.example.test', 'free', {
    weekly: { used: 70, lengthSeconds: week, resetsInSeconds: 86_400 },
  }),
  person('openai-free-hana', 'Hana Novak', 'hana@free.example.test', 'free', {
    weekly: { used: 0, lengthSeconds: week, resetsInSeconds: week },
  }),
];
