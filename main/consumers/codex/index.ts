// Codex: its shared file, the logins that it keeps for us, and those that it has already.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { authFile } from './auth-file.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins, unseenLogin } from './logins.ts';
import { owner } from './owner.ts';
import { shellStart, startFile } from './shell-start.ts';

export const codex: ConsumerDescription = {
  id: consumerId('codex'),
  label: 'Codex',
  processNames: ['codex'],
  files: [authFile, startFile],
  owner,
  shellStart,
  keyVariables,
  environment,
  inspect,
  findLogins,
  unseenLogin,
};
