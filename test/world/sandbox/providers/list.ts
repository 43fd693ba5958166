// The providers of the sandbox, one line each.
import type { Provider } from '../provider.ts';
import { claude } from './claude/index.ts';
import { acmeGithub, copilot } from './copilot/index.ts';
import { gemini } from './gemini/index.ts';
import { keyProviders } from './key-providers.ts';
import { openai } from './openai/index.ts';
import { packageProviders } from './packages.ts';

export const providers: readonly Provider[] = [
  openai,
  claude,
  ...keyProviders,
  copilot,
  gemini,
  ...packageProviders,
  acmeGithub,
];
