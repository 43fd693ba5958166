// The command line where nobody takes what it prints, or where it does not fit, in processes of its own against the real
// service: what was done is done.
import { expect, test } from 'vitest';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { lineFinding } from '../fakes/broker-doctor.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

const switched = { line: 'auth switch --provider claude', asked: ['prefer claude'] };
const refused = { line: 'auth switch --provider nobody --json', asked: [] };

/** Its reader is gone before it prints, as `| true` goes. */
async function unread(folder: string, line: string): Promise<Ended> {
  const child = startChild('cli', { arguments: line.split(' '), environment: { TEST_FOLDER: folder } });
  child.process.stdout?.destroy();
  return child.ended;
}

/** Into a device on which no space is left. */
async function unwritten(folder: string, line: string): Promise<Ended> {
  return runChild('cli', {
    arguments: line.split(' '),
    environment: { TEST_FOLDER: folder },
    through: ['sh', '-c', 'exec "$@" >/dev/full', 'sh'],
  });
}

const quiet = { code: 0, signal: null, out: '', err: '', words: '' };
const noSuchProvider = expect.stringContaining('nobody') as unknown;

test.for([
  { ...switched, ended: quiet },
  { ...switched, line: `${switched.line} --json`, ended: quiet },
  { line: 'auth restore --files', asked: ['restore file all'], ended: quiet },
  { line: 'auth switch --help', asked: [], ended: quiet },
  { line: 'events', asked: ['follow events'], ended: quiet },
  { ...refused, ended: { ...quiet, code: 2, words: noSuchProvider } },
])('with nobody reading any more, "$line" ends as it would have', async ({ line, asked, ended }) => {
  const { actions, folder } = await runningService();
  expect([await unread(folder, line), actions.asked]).toEqual([ended, asked]);
});

const told =
  'gatehouse: The answer could not be written (no space left on device).\n' +
  '  What the command did is done all the same.\n';

test.skipIf(process.platform !== 'linux').for([
  { ...switched, ended: { ...quiet, code: 1, words: told } },
  { ...switched, line: `${switched.line} --json`, ended: { ...quiet, code: 1, words: told } },
  { line: 'auth restore --files', asked: ['restore file all'], ended: { ...quiet, code: 1, words: told } },
  { line: 'auth switch --help', asked: [], ended: { ...quiet, code: 1, words: told } },
  { line: 'events', asked: ['follow events'], ended: { ...quiet, code: 1, words: told } },
  { ...refused, ended: { ...quiet, code: 2, words: noSuchProvider } },
])(
  'on a full disk, "$line" says once that its answer could not be written',
  async ({ line, asked, ended }) => {
    const { actions, folder } = await runningService();
    expect([await unwritten(folder, line), actions.asked]).toEqual([ended, asked]);
  },
);

test('an answer larger than a pipe arrives whole, also where asking for the width made the pipe one that does not wait', async () => {
  const { actions, folder } = await runningService();
  const long = `canary_${'x'.repeat(2_000_000)}_end`;
  actions.doctorAnswers.findings = [{ ...lineFinding, what: long }];
  const environment = { TEST_FOLDER: folder };
  const [words, json] = [
    await runChild('cli', { arguments: ['doctor'], environment }),
    await runChild('cli', { arguments: ['doctor', '--json'], environment }),
  ];
  expect([
    [words.code, words.out.includes(`${long}\n`), words.out.endsWith('\n')],
    [json.code, parsed(json.out)],
  ]).toEqual([
    [6, true, true],
    [6, { ok: false, ...actions.doctorAnswers.now() }],
  ]);
});
