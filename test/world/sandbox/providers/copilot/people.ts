// The people who have GitHub accounts with Copilot.
import { createHash } from 'node:crypto';
import type { Persona, PersonaSeed } from '../../personas.ts';

const month = 30 * 86_400;
const meter = (used: number) => ({ used, lengthSeconds: month, resetsInSeconds: 12 * 86_400 });

const person = (
  id: string,
  name: string,
  email: string,
  plan: string,
  meters: PersonaSeed['meters'],
  organization = '',
): PersonaSeed => ({ id, name, email, plan, organization, meters });

export const copilotPeople: readonly PersonaSeed[] = [
  person('copilot-pro-ada', 'Ada Moreau', 'ada@copilot-pro.example.test', 'individual', {
    premium: meter(20),
  }),
  person('copilot-plus-ben', 'Ben Okafor', 'ben@copilot-plus.example.test', 'individual_pro', {
    premium: meter(91),
  }),
  person('copilot-free-gus', 'Gus Romero', 'gus@copilot-free.example.test', 'free', {
    chat: meter(40),
    completions: meter(3),
  }),
  person(
    'copilot-business-eve',
    'Eve Tanaka',
    'eve@copilot-harbour.example.test',
    'business',
    { premium: meter(55) },
    'harbour-works',
  ),
];

/** Of a company with a GitHub of its own. */
export const companyPeople: readonly PersonaSeed[] = [
  person(
    'acme-github-ada',
    'Ada Moreau',
    'ada@acme-github.example.test',
    'enterprise',
    { premium: meter(35) },
    'acme',
  ),
];

/** The name on GitHub: `ada-moreau`. */
export const loginOf = ({ name }: Persona): string => name.toLowerCase().replaceAll(' ', '-');

/** The number that stays when the name is changed. */
export const numberOf = ({ id }: Persona): number =>
  Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 7), 16) + 1;
