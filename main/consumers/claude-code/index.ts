// Claude Code: its shared file, the logins that it keeps for us, and those that it has already.
import { consumerId } from '../../domain/ids.ts';
import type { ConsumerDescription } from '../description.ts';
import { credentialsFile } from './credentials-file.ts';
import { environment } from './environment.ts';
import { inspect, keyVariables } from './inspect.ts';
import { findLogins, unseenLogin } from './logins.ts';
import { owner } from './owner.ts';
import { shellStart, startFile } from './shell-start.ts';
import { statusLine } from './status-line.ts';

export const claudeCode: ConsumerDescription = {
  id: consumerId('claude-code'),
  label: 'Claude Code',
  processNames: ['claude'],
  files: [credentialsFile, startFile],
  owner,
  shellStart,
  statusLine,
  keyVariables,
  environment,
  inspect,
  findLogins,
  unseenLogin,
};
