// The people who have Google accounts.
import type { PersonaSeed } from '../../personas.ts';

const meters = (pro: number, flash: number): PersonaSeed['meters'] => ({
  'gemini-3-pro': { used: pro, lengthSeconds: 86_400, resetsInSeconds: 9 * 3600 },
  'gemini-3-flash': { used: flash, lengthSeconds: 86_400, resetsInSeconds: 9 * 3600 },
});

export const geminiPeople: readonly PersonaSeed[] = [
  {
    id: 'gemini-standard-ada',
    name: 'Ada Moreau',
    email: 'ada@engines.example.test',
    plan: 'standard-tier',
    organization: 'Analytical Engines',
    meters: meters(36, 5),
  },
  {
    // Her company names the project by a variable, so that Google names none.
    id: 'gemini-standard-noa',
    name: 'Noa Levi',
    email: 'noa@harbour.example.test',
    plan: 'standard-tier',
    organization: '',
    meters: {},
  },
  {
    // Single persons are no longer served in Gemini CLI.
    id: 'gemini-free-ivo',
    name: 'Ivo Santos',
    email: 'ivo@free.example.test',
    plan: 'free-tier',
    organization: '',
    meters: meters(0, 0),
  },
];
