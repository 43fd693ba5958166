// An app that is started in a terminal of ours goes by what the person has set there, not by what we have.
import { expect, test } from 'vitest';
import { withoutOurOwn } from '../../../main/domain/own-variables.ts';

const logins = '/home/ada/.local/share/gatehouse/logins';
const keys = ['OPENAI_API_KEY'];

function left(environment: Record<string, string | undefined>, folder = logins) {
  withoutOurOwn(environment, folder, keys);
  return environment;
}

test('the folder of an account goes, wherever it is named; the folders of the person stay', () => {
  const theirs = {
    HOME: '/home/ada',
    CODEX_HOME: '/srv/codex',
    CLAUDE_CONFIG_DIR: `${logins}-of-mine`,
    COPILOT_HOME: logins,
    EMPTY: '',
  };
  const ours = {
    CODE_HOME: `${logins}/codex/0123456789abcdef`,
    CLAUDE_SECURESTORAGE_CONFIG_DIR: `${logins}/claude-code/0123456789abcdef/`,
  };
  expect(left({ ...theirs, ...ours })).toEqual(theirs);
});

test('it goes on Windows as well', () => {
  const folder = 'C:\\Users\\ada\\AppData\\Local\\gatehouse\\Data\\logins';
  expect(left({ CODEX_HOME: `${folder}\\codex\\0123456789abcdef`, Path: 'C:\\' }, folder)).toEqual({
    Path: 'C:\\',
  });
});

test('a key is the person’s, but in an agent it is from us', () => {
  const set = { OPENAI_API_KEY: 'canary_key', LANG: 'de_DE.UTF-8' };
  expect([left({ ...set }), left({ ...set, GATEHOUSE_AGENT: 'agent-1' })]).toEqual([
    set,
    { LANG: 'de_DE.UTF-8', GATEHOUSE_AGENT: 'agent-1' },
  ]);
});
