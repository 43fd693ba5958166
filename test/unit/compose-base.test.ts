// What tray app and `gatehouse serve` start with: where programs have their files is for the person to say, not for us.
import { expect, test, vi } from 'vitest';
import { composeBase } from '../../main/compose-base.ts';
import { pathsIn } from '../fakes/paths.ts';

vi.mock('electron/main', () => ({
  app: { getVersion: () => '1.2.3', getPreferredSystemLanguages: () => ['en-GB'] },
}));

const paths = pathsIn('/home/ada/gatehouse');

/** Where Codex's file is, and what the app sees of a key. */
function startedWith(environment: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { managed, places } = composeBase({ paths, wslHomes: [] });
  const key = places.environment['OPENAI_API_KEY'];
  vi.unstubAllEnvs();
  return [managed.find(({ file }) => file.id === 'codex-auth')?.path, key];
}

test('a start in an agent or a plain call goes by the person’s own folder and key, not by the account’s', () => {
  const theirs = { CODEX_HOME: '/srv/codex', OPENAI_API_KEY: 'canary_key' };
  const plain = { ...theirs, CODEX_HOME: `${paths.logins}/codex/0123456789abcdef` };
  expect([theirs, plain, { ...plain, GATEHOUSE_AGENT: 'agent-1' }].map(startedWith)).toEqual([
    ['/srv/codex/auth.json', 'canary_key'],
    [`${paths.home}/.codex/auth.json`, 'canary_key'],
    [`${paths.home}/.codex/auth.json`, undefined],
  ]);
});
