// The programs whose files we serve. A new one is one file and one line here.
import { code } from './code.ts';
import { codex } from './codex.ts';
import type { ConsumerDescription } from './description.ts';

export const consumers: readonly ConsumerDescription[] = [codex, code];
