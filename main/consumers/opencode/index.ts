// OpenCode: its shared file, and what it is signed in with already.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { authFiles } from './auth-file.ts';
import { companyLogins } from './company-logins.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins } from './logins.ts';

export const opencode: ConsumerDescription = {
  id: consumerId('opencode'),
  label: 'OpenCode',
  processNames: ['opencode'],
  files: authFiles,
  keyVariables,
  companyLogins,
  environment,
  inspect,
  findLogins,
};
