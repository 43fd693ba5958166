// How a plain `codex` uses the account in use: its folder moves as a whole, so what is the person's is linked into it.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { ShellStart } from '../description.ts';
import { codexFolder } from '../folders.ts';
import { shellStartFile } from '../shell-start-file.ts';

export const shellStart: ShellStart = {
  command: 'codex',
  variable: 'CODEX_HOME',
  chosenBy: ['CODEX_HOME'],
  shares: {
    usual: codexFolder,
    names: [
      'config.toml',
      'AGENTS.md',
      'AGENTS.override.md',
      'prompts',
      'skills',
      'rules',
      'sessions',
      'archived_sessions',
      'history.jsonl',
      'memories',
    ],
  },
};

export const startFile = shellStartFile(consumerId('codex'), providerId('openai'), shellStart.command);
