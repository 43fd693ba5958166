// Views of the first steps, and logins and shells for them.
import type { FirstRunStep, FoundLoginView, ShellView, View } from '../../../preload/view.ts';
import { claude, codeFile, codexFile, long, openAi, settings, viewOf } from './views.ts';

export const bash: ShellView = {
  shell: 'bash',
  label: 'Bash',
  path: '/home/ada/.bashrc',
  kind: 'off',
  commands: ['claude', 'codex'],
  untried: false,
  problem: null,
};

/** Nobody is signed in yet. */
export function atStep(firstRun: FirstRunStep, changes: Partial<View['settings']> = {}): View {
  return viewOf([claude(), openAi()], {
    settings: { ...settings, files: [codexFile, codeFile], shells: [bash], ...changes, firstRun },
  });
}

export const codexLogin: FoundLoginView = {
  id: 'login-1',
  kind: 'login',
  provider: 'OpenAI',
  label: 'ada@example.com',
  organization: null,
  plan: 'Plus',
  owner: 'Codex',
  where: ['/home/ada/.codex/auth.json'],
  state: 'new',
};
export const claudeKey: FoundLoginView = {
  id: 'key-1',
  kind: 'api-key',
  provider: 'Claude',
  label: 'sk-ant-…7f3a',
  organization: null,
  plan: null,
  owner: 'OpenCode',
  where: ['ANTHROPIC_API_KEY', '/home/ada/.local/share/opencode/auth.json'],
  state: 'new',
};
export const knownLogin: FoundLoginView = {
  ...codexLogin,
  id: 'login-2',
  provider: 'Claude',
  label: long,
  organization: 'Example Robotics',
  owner: 'Claude Code',
  where: ['/home/ada/.claude/.credentials.json'],
  state: 'known',
};
