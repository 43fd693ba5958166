// Where Claude Code's status line stands in its settings, and how it is changed and put back.
import { expect, test } from 'vitest';
import { statusLine } from '../../../main/consumers/claude-code/status-line.ts';

const own = { type: 'command', command: '~/.claude/line.sh', padding: 0 };

test('stands in the settings of the person, wherever these are', () => {
  const at = (environment: Readonly<Record<string, string>>): string =>
    statusLine.settings({ home: '/home/ada', data: '/data', environment });
  expect([
    at({}),
    at({ CLAUDE_CONFIG_DIR: '/srv/claude' }),
    at({ CLAUDE_SECURESTORAGE_CONFIG_DIR: '/srv/logins' }),
  ]).toEqual([
    '/home/ada/.claude/settings.json',
    '/srv/claude/settings.json',
    '/home/ada/.claude/settings.json',
  ]);
});

test.each([
  ['a command', { statusLine: own }, { command: '~/.claude/line.sh' }],
  ['nothing', { model: 'opus' }, 'none'],
  ['null', { statusLine: null }, 'none'],
  ['something that is no command', { statusLine: { type: 'static', text: 'hi' } }, 'other'],
  ['a command without words', { statusLine: { type: 'command', command: '' } }, 'other'],
  ['a text', { statusLine: '~/.claude/line.sh' }, 'other'],
])('is told apart: %s', (_label, settings, line) => {
  expect(statusLine.lineIn(settings)).toEqual(line);
});

test('keeps everything about it but the command, and is put back as it was', () => {
  const settings = { model: 'opus', statusLine: own };
  expect([
    statusLine.withLine(settings, 'ours'),
    statusLine.withLine(undefined, 'ours'),
    statusLine.withoutLine({ statusLine: { type: 'command', command: 'ours' } }, own),
    statusLine.withoutLine({ statusLine: { type: 'command', command: 'ours' } }, undefined),
  ]).toEqual([
    { statusLine: { type: 'command', command: 'ours', padding: 0 } },
    { statusLine: { type: 'command', command: 'ours' } },
    { statusLine: own },
    { statusLine: undefined },
  ]);
});
