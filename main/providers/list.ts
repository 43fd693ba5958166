// The providers. A new one is one file (or folder) and one line here.
import { Failure } from '../domain/failure.ts';
import type { ProviderDescription } from './description.ts';
import { claude } from './claude/index.ts';
import { openai } from './openai/index.ts';

export const providers: readonly ProviderDescription[] = [claude, openai];

/** @throws Failure `selection/unknown-provider` */
export function findProvider(id: string): ProviderDescription {
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider === undefined) throw new Failure('selection/unknown-provider', { subject: id.slice(0, 40) });
  return provider;
}
