// The people who have Claude accounts.
import type { PersonaSeed } from '../../personas.ts';

const week = 7 * 86_400;

const meters = (session: number, weekly: number, model?: number): PersonaSeed['meters'] => ({
  fiveHour: { used: session, lengthSeconds: 5 * 3600, resetsInSeconds: 3 * 3600 + 240 },
  sevenDay: { used: weekly, lengthSeconds: week, resetsInSeconds: 4 * 86_400 + 1200 },
  ...(model !== undefined && {
    sevenDayModel: { used: model, lengthSeconds: week, resetsInSeconds: 4 * 86_400 + 1200 },
  }),
});

export const claudePeople: readonly PersonaSeed[] = [
  {
    id: 'claude-pro-ada',
    name: 'Ada Moreau',
    email: 'ada@pro.example.test',
    plan: 'pro',
    organization: 'Ada Moreau',
    meters: meters(42, 17),
  },
  {
    id: 'claude-pro-ivo',
    name: 'Ivo Santos',
    email: 'ivo@pro.example.test',
    plan: 'pro',
    organization: 'Ivo Santos',
    meters: meters(91, 64),
  },
  {
    id: 'claude-max5-jun',
    name: 'Jun Park',
    email: 'jun@max.example.test',
    plan: 'max_5x',
    organization: 'Jun Park',
    meters: meters(23, 48, 12),
  },
  {
    id: 'claude-max5-kai',
    name: 'Kai Weber',
    email: 'kai@max.example.test',
    plan: 'max_5x',
    organization: 'Kai Weber',
    meters: meters(0, 3, 0),
  },
  {
    id: 'claude-max20-lea',
    name: 'Lea Dubois',
    email: 'lea@max.example.test',
    plan: 'max_20x',
    organization: 'Lea Dubois',
    meters: meters(11, 29, 35),
  },
  {
    id: 'claude-max20-max',
    name: 'Max Iversen',
    email: 'max@max.example.test',
    plan: 'max_20x',
    organization: 'Max Iversen',
    meters: meters(67, 80, 95),
  },
  {
    id: 'claude-team-noa',
    name: 'Noa Levi',
    email: 'noa@harbour.example.test',
    plan: 'team',
    organization: 'Harbour Works',
    meters: meters(30, 22),
  },
  {
    id: 'claude-team-omar',
    name: 'Omar Haddad',
    email: 'omar@harbour.example.test',
    plan: 'team',
    organization: 'Harbour Works',
    meters: meters(5, 41),
  },
  {
    id: 'claude-free-pia',
    name: 'Pia Rossi',
    email: 'pia@free.example.test',
    plan: 'free',
    organization: 'Pia Rossi',
    meters: {
      fiveHour: { used: 60, lengthSeconds: 5 * 3600, resetsInSeconds: 3600 },
    },
  },
  {
    id: 'claude-free-quin',
    name: 'Quin Bailey',
    email: 'quin@free.example.test',
    plan: 'free',
    organization: 'Quin Bailey',
    meters: {},
  },
];
