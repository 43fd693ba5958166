// Gemini CLI: started with an account of ours, the Code Assist login that it keeps, and what it is signed in with already. We
// write none of its files.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins, unseenLogin } from './logins.ts';
import { owner } from './owner.ts';

export const gemini: ConsumerDescription = {
  id: consumerId('gemini'),
  label: 'Gemini CLI',
  processNames: ['gemini'],
  files: [],
  owner,
  keyVariables,
  environment,
  inspect,
  findLogins,
  unseenLogin,
};
