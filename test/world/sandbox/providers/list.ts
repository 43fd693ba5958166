// The providers of the sandbox, one line each.
import type { Provider } from '../provider.ts';
import { claude } from './claude/index.ts';
import { openai } from './openai/index.ts';

export const providers: readonly Provider[] = [openai, claude];
