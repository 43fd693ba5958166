// The completion scripts by shell. They are static: what the running app alone knows, they ask `gatehouse complete` for.
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import type { CompletionShell } from './completion-shells.ts';
import { zshCompletion } from './completion-zsh.ts';
import type { ProgramNode } from './program-tree.ts';

export const completionScripts: Readonly<Record<CompletionShell, (root: ProgramNode) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
