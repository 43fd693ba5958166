// `doctor` in a process of its own, against the real service.
import { realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import { healthy, keyFinding, lineFinding, repairedLine } from '../fakes/broker-doctor.ts';
import { runChild, startChild, type Ended } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

/** As a regular expression that finds this text alone. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What a verb says while it takes long; whether it does depends on how busy the computer is. */
const progress = /^.*…\n/gm;

async function doctor(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly [number | null, unknown, string]> {
  const {
    code,
    out,
    words: said,
  }: Ended = await runChild('cli', {
    arguments: ['doctor', ...words],
    environment: { TEST_FOLDER: folder, ...environment },
  });
  return [code, out.startsWith('{') ? parsed(out) : out, said.replace(progress, '')];
}

const identities = `Who each program works as:
Codex: ada@example.test (its file, /home/ada/.codex/auth.json)
    No variable says otherwise.
OpenCode: nobody (signed out)
    Its file has no entry.
`;

test('where all is well it ends with 0, and tells of this terminal no secret', async () => {
  const { actions, folder } = await runningService();
  const secrets = { ANTHROPIC_API_KEY: 'canary_key', HTTPS_PROXY: 'http://ada:canary_word@proxy.example:1' };
  const words = await doctor(folder, []);
  const json = await doctor(folder, ['--json'], secrets);
  const { terminal } = actions.doctorAnswers;
  expect([
    words,
    json,
    terminal?.set,
    terminal?.environment,
    terminal?.folder,
    JSON.stringify(terminal),
  ]).toEqual([
    [0, `${identities}\nNothing found: each program uses the sign-in that it should.\n`, ''],
    [0, { ok: true, ...healthy }, ''],
    ['ANTHROPIC_API_KEY'],
    { HTTPS_PROXY: 'http://proxy.example:1' },
    realpathSync(process.cwd()),
    expect.not.stringContaining('canary'),
  ]);
});

test('what is found is told with its repair or its id, and ends with 6', async () => {
  const { actions, folder } = await runningService();
  Object.assign(actions.doctorAnswers, { findings: [keyFinding, lineFinding], repaired: [repairedLine] });
  expect(await doctor(folder, [])).toEqual([
    6,
    `${identities}
Found:
! Claude Code uses ANTHROPIC_API_KEY and not its login.
    Take it away.
    id: claude-code/environment-key/ANTHROPIC_API_KEY
- /home/ada/.bashrc puts a key into every terminal (OPENAI_API_KEY).
    Comment the line out.
    Comment the line out: gatehouse doctor --fix 'key-in-rc-file//home/ada/.bashrc:3'

Repairs that can be taken back:
/home/ada/.bashrc: gatehouse doctor --undo '5-0:/home/ada/.bashrc'
`,
    '',
  ]);
});

test('the command of a repair can be copied whatever its file is called', async () => {
  const { actions, folder } = await runningService();
  const id = "key-in-rc-file//home/ada/it's/.bashrc:3";
  const repaired = { ...repairedLine, id };
  Object.assign(actions.doctorAnswers, { findings: [{ ...lineFinding, id }], repaired: [repaired] });
  const [, out] = await doctor(folder, []);
  const copied = String.raw`'key-in-rc-file//home/ada/it'\''s/.bashrc:3'`;
  expect(out).toMatch(new RegExp(`--fix ${escaped(copied)}\\n[^]*--undo ${escaped(copied)}\\n$`));
});

const difference = `/home/ada/.bashrc
- export OPENAI_API_KEY=[secret]
+ # [Gatehouse] export OPENAI_API_KEY=[secret]
`;

test('a repair of a file is shown first, needs a yes, and can be taken back', async () => {
  const { actions, folder } = await runningService();
  actions.doctorAnswers.findings = [lineFinding];
  const { id } = lineFinding;
  const [preview, unasked, unaskedJson] = await Promise.all([
    doctor(folder, ['--preview', id]),
    doctor(folder, ['--fix', id]),
    doctor(folder, ['--fix', id, '--json']),
  ]);
  const needsYes = 'see it with --preview, then add --yes';
  const fixed = await doctor(folder, ['--fix', id, '--yes', '--json']);
  const undone = await doctor(folder, ['--undo', repairedLine.id, '--json']);
  expect([preview, unasked, unaskedJson, fixed, undone, actions.asked]).toEqual([
    [0, difference, ''],
    [2, '', expect.stringMatching(new RegExp(`^${escaped(difference)}.*${needsYes}`, 's'))],
    [2, expect.objectContaining({ ok: false }), difference],
    [0, { ok: true, ...healthy, repaired: [repairedLine] }, `Repaired: ${id}\n`],
    [6, { ok: false, ...healthy, findings: [lineFinding] }, 'Put back.\n'],
    [`fix ${id}`, `undo ${repairedLine.id}`],
  ]);
});

test('of several, what a repair before has taken away counts as repaired, and nothing is done when one is unknown', async () => {
  const { actions, folder } = await runningService();
  actions.doctorAnswers.findings = [lineFinding];
  const { id } = lineFinding;
  const unknown = await doctor(folder, ['--yes', '--fix', id, 'nothing']);
  const twice = await doctor(folder, ['--yes', '--json', '--fix', id, id]);
  expect([unknown[0], twice[0], twice[2], actions.asked]).toEqual([
    6,
    0,
    `Repaired: ${id}\n`.repeat(2),
    [`fix ${id}`],
  ]);
});

test('what cannot be repaired from here, or does not stand there, is said', async () => {
  const { actions, folder } = await runningService();
  actions.doctorAnswers.findings = [keyFinding];
  const ended = await Promise.all([
    doctor(folder, ['--fix', keyFinding.id]),
    doctor(folder, ['--fix', 'nothing', '--json']),
    doctor(folder, ['--yes']),
    doctor(folder, ['--fix', 'a', '--undo', 'b']),
  ]);
  expect([ended.map(([code]) => code), ended[1][1], actions.asked]).toEqual([
    [6, 6, 2, 2],
    expect.objectContaining({
      ok: false,
      error: expect.objectContaining({ code: 'doctor/no-such-finding' }) as unknown,
    }),
    [],
  ]);
});

test('Ctrl-C while the app asks takes the question back', async () => {
  const { actions, folder } = await runningService();
  actions.doctorAnswers.findings = [{ ...lineFinding, fix: { label: 'Look at it…', changesFile: false } }];
  const started = Promise.withResolvers<AbortSignal>();
  actions.doctorAnswers.asking = async (signal) => {
    started.resolve(signal);
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Failure('broker/cancelled'));
      });
    });
  };
  const child = startChild('cli', {
    arguments: ['doctor', '--fix', lineFinding.id, '--json'],
    environment: { TEST_FOLDER: folder },
  });
  const signal = await started.promise;
  const heard = new Promise((resolve) => {
    signal.addEventListener('abort', resolve);
  });
  child.process.kill('SIGINT');
  await heard;
  const { code, out } = await child.ended;
  expect([code, parsed(out)]).toMatchObject([6, { ok: false, error: { code: 'broker/cancelled' } }]);
});
