// Each program's files are looked for where the program itself would look, whatever its variables say.
import { expect, test } from 'vitest';
import {
  claudeFolder,
  claudeLoginFolder,
  claudeNotes,
  codeFolder,
  codexFolder,
  opencodeFolder,
} from '../../../main/consumers/folders.ts';

const home = '/home/ada';

function foldersWith(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const places = { home, data: '/data', environment };
  return {
    codex: codexFolder(places),
    code: codeFolder(places),
    claude: claudeFolder(places),
    login: claudeLoginFolder(places),
    notes: claudeNotes(places),
    opencode: opencodeFolder(places),
  };
}

const usual = {
  codex: `${home}/.codex`,
  code: `${home}/.code`,
  claude: `${home}/.claude`,
  login: `${home}/.claude`,
  notes: `${home}/.claude.json`,
  opencode: `${home}/.local/share/opencode`,
};

test.each<[string, Readonly<Record<string, string | undefined>>, Partial<typeof usual>]>([
  ['nothing is set', {}, {}],
  ['Codex has a home', { CODEX_HOME: '/srv/codex' }, { codex: '/srv/codex', code: '/srv/codex' }],
  ['Every Code has one', { CODE_HOME: '/srv/code' }, { code: '/srv/code' }],
  [
    'both have one',
    { CODE_HOME: '/srv/code', CODEX_HOME: '/srv/codex' },
    { codex: '/srv/codex', code: '/srv/code' },
  ],
  [
    'Claude Code has a folder',
    { CLAUDE_CONFIG_DIR: '/srv/claude' },
    { claude: '/srv/claude', login: '/srv/claude', notes: '/srv/claude/.claude.json' },
  ],
  ['its login has another', { CLAUDE_SECURESTORAGE_CONFIG_DIR: '/srv/login' }, { login: '/srv/login' }],
  ['data has a folder', { XDG_DATA_HOME: '/srv/data' }, { opencode: '/srv/data/opencode' }],
  ['they are empty', { CODEX_HOME: '', CODE_HOME: '', CLAUDE_CONFIG_DIR: '', XDG_DATA_HOME: '' }, {}],
  [
    'they are relative',
    { CODEX_HOME: 'codex', CODE_HOME: './x', CLAUDE_CONFIG_DIR: '../x', XDG_DATA_HOME: '.' },
    {},
  ],
  ['one starts with a tilde, which no shell has read', { CODEX_HOME: '~/codex' }, {}],
  [
    'the first of two is relative',
    { CODE_HOME: 'x', CODEX_HOME: '/srv/codex' },
    { codex: '/srv/codex', code: '/srv/codex' },
  ],
  ['one has a line break in it', { CODEX_HOME: '/srv/co\ndex' }, {}],
  [
    'one ends with a slash',
    { CLAUDE_CONFIG_DIR: '/srv/claude/' },
    { claude: '/srv/claude', login: '/srv/claude', notes: '/srv/claude/.claude.json' },
  ],
  [
    'one goes back and forth',
    { CODEX_HOME: '//srv/./x/../codex/' },
    { codex: '/srv/codex', code: '/srv/codex' },
  ],
  ['one goes above the root', { XDG_DATA_HOME: '/../..//x' }, { opencode: '/x/opencode' }],
  [
    'one has a space and letters of another language',
    { CODEX_HOME: '/srv/né co' },
    { codex: '/srv/né co', code: '/srv/né co' },
  ],
  ['one is of Windows', { CODEX_HOME: 'D:\\codex\\' }, { codex: 'D:\\codex', code: 'D:\\codex' }],
  ['one is on a share', { XDG_DATA_HOME: '\\\\server\\share' }, { opencode: '\\\\server\\share/opencode' }],
])('%s', (_name, environment, changed) => {
  expect(foldersWith(environment)).toEqual({ ...usual, ...changed });
});
