// How a plain `claude` uses the account in use: its login moves, settings and history stay the person's.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ShellStart } from '../description.ts';
import { shellStartFile } from '../shell-start-file.ts';

export const shellStart: ShellStart = {
  command: 'claude',
  variable: 'CLAUDE_SECURESTORAGE_CONFIG_DIR',
  chosenBy: ['CLAUDE_SECURESTORAGE_CONFIG_DIR', 'CLAUDE_CONFIG_DIR'],
};

export const startFile = shellStartFile(consumerId('claude-code'), providerId('claude'), shellStart.command);
