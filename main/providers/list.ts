// The providers. A new one is one file (or folder) and one line here.
import { Failure } from '../domain/failure.ts';
import type { ProviderDescription } from './description.ts';
import { claude } from './claude/index.ts';
import { companyGithub } from './copilot/company.ts';
import { copilot } from './copilot/index.ts';
import { deepseek } from './deepseek/index.ts';
import { gemini } from './gemini/index.ts';
import { groq } from './groq.ts';
import { mistral } from './mistral.ts';
import { openai } from './openai/index.ts';
import { openrouter } from './openrouter/index.ts';
import { xai } from './xai.ts';

/** Those that are built in. */
export const providers: readonly ProviderDescription[] = [
  claude,
  openai,
  copilot,
  gemini,
  openrouter,
  mistral,
  groq,
  xai,
  deepseek,
];

/** What makes a provider of a file that says where another house of a service is, by the kind of the file. */
export const houses = { github: companyGithub } as const;

/** What counts until the person has chosen: a long list of what they may not use is no help. */
export const usualSettings = {
  hiddenProviders: providers.filter(({ isHiddenAtFirst }) => isHiddenAtFirst).map(({ id }) => id),
};

function foundAmong(all: readonly ProviderDescription[], id: string): ProviderDescription {
  const provider = all.find((candidate) => candidate.id === id);
  if (provider === undefined) throw new Failure('selection/unknown-provider', { subject: id.slice(0, 40) });
  return provider;
}

/** @throws Failure `selection/unknown-provider` */
export function findProvider(id: string): ProviderDescription {
  return foundAmong(providers, id);
}

/** The providers of a running app: those that are built in, and behind them those from files of the person's. */
export interface ProviderList {
  /** Always as it is now: whoever keeps it sees what comes and goes. */
  readonly all: readonly ProviderDescription[];
  /** @throws Failure `selection/unknown-provider` */
  readonly find: (id: string) => ProviderDescription;
  /** From now on these are the ones from files; a built-in one is never replaced. */
  readonly setThirdParty: (descriptions: readonly ProviderDescription[]) => void;
}

export function createProviderList(): ProviderList {
  const all = [...providers];
  return {
    all,
    find: (id) => foundAmong(all, id),
    setThirdParty(descriptions) {
      all.splice(providers.length, Infinity, ...descriptions);
    },
  };
}
