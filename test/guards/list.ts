// Every guard that `npm run guards` takes out, by the rows that they answer.
import { brokerGuards } from './broker.ts';
import { callbackGuards } from './callback.ts';
import type { Guard } from '../../scripts/guards/guard.ts';
import { fileGuards } from './files.ts';
import { refreshGuards } from './refresh.ts';
import { shellGuards } from './shell.ts';
import { storageGuards } from './storage.ts';
import { tokenGuards } from './token.ts';

export const guards: readonly Guard[] = [
  ...callbackGuards,
  ...tokenGuards,
  ...storageGuards,
  ...fileGuards,
  ...refreshGuards,
  ...brokerGuards,
  ...shellGuards,
];
