// Every Code and its relatives: their files in Codex's folder, and Every Code's own.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { authConfig } from './auth-config-file.ts';
import { codeAuth } from './auth-file.ts';
import { claudeAuth } from './claude-auth-file.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins } from './logins.ts';

export const code: ConsumerDescription = {
  id: consumerId('code'),
  label: 'Every Code',
  // Its other name, `code`, is that of an editor as well.
  processNames: ['coder'],
  files: [claudeAuth, authConfig, codeAuth],
  keyVariables,
  environment,
  inspect,
  findLogins,
};
