// Copilot CLI: started with an account of ours, the logins that it keeps for us, and those that it has already. We write
// none of its files.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins } from './logins.ts';
import { owner } from './owner.ts';

export const copilot: ConsumerDescription = {
  id: consumerId('copilot'),
  label: 'Copilot CLI',
  processNames: ['copilot'],
  files: [],
  owner,
  keyVariables,
  environment,
  inspect,
  findLogins,
};
