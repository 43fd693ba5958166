// Homes inside the Linux distributions of Windows are found without starting one. `wsl.exe` itself is played.
import { expect, test } from 'vitest';
import { findWslHomes, type RunWsl } from '../../main/adapters/node/wsl-homes.ts';

const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');

/** Answers by the words it is called with; fails for any others. */
function playing(answers: Readonly<Record<string, Uint8Array>>): { run: RunWsl; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    run: async (words) => {
      asked.push(words.join(' '));
      const answer = answers[words.slice(0, 2).join(' ')];
      if (answer === undefined) throw new Error('wsl.exe failed');
      return answer;
    },
  };
}

test('each distribution that runs has its home, as Windows reaches it', async () => {
  const { run, asked } = playing({
    '--list --running': utf16('Ubuntu-22.04\r\nDebian\r\ndocker-desktop\r\nbad name\r\n'),
    '--distribution Ubuntu-22.04': Buffer.from('/home/ada'),
    '--distribution Debian': Buffer.from('/root'),
  });
  expect([await findWslHomes(run, 'win32'), asked.length]).toEqual([
    [
      { distribution: 'Ubuntu-22.04', home: '\\\\wsl.localhost\\Ubuntu-22.04\\home\\ada' },
      { distribution: 'Debian', home: '\\\\wsl.localhost\\Debian\\root' },
    ],
    3,
  ]);
});

test('one that does not answer, or not with a path, is left out', async () => {
  const { run } = playing({
    '--list --running': Buffer.from('one\ntwo\nthree\n'),
    '--distribution one': Buffer.from(''),
    '--distribution two': Buffer.from('/home/ada/../ "x"'),
  });
  expect(await findWslHomes(run, 'win32')).toEqual([]);
});

test('without the feature there is none', async () => {
  expect(await findWslHomes(playing({}).run, 'win32')).toEqual([]);
});

test('on other systems nothing is asked', async () => {
  const { run, asked } = playing({ '--list --running': Buffer.from('one\n') });
  expect([await findWslHomes(run, 'linux'), await findWslHomes(run, 'darwin'), asked]).toEqual([[], [], []]);
});
