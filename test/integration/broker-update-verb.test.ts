// `gatehouse update` in processes of its own, against the real service: what ends it well, and what does not.
import { expect, test } from 'vitest';
import { offInThisBuild } from '../fakes/broker-updates.ts';
import { runChild } from '../fakes/child.ts';
import { parsed } from '../fakes/parsed.ts';
import { runningService } from '../fakes/running-service.ts';

test('what went wrong with a look fails the one who has it looked now, and nobody who asks how it stands', async () => {
  const { actions, folder } = await runningService();
  const problem = { code: 'network/offline', what: 'It cannot be reached.', next: 'Check the connection.' };
  const answer = {
    ...offInThisBuild,
    off: null,
    way: 'itself',
    step: 'waiting',
    lookedAt: 1,
    problem,
  } as const;
  actions.updateAnswers.updates = answer;
  const ended = await Promise.all(
    ['update --json', 'update --check --json'].map((line) =>
      runChild('cli', { arguments: line.split(' '), environment: { TEST_FOLDER: folder } }),
    ),
  );
  const plain = await runChild('cli', { arguments: ['update'], environment: { TEST_FOLDER: folder } });
  expect([...ended.map(({ code, out }) => [code, parsed(out)]), [plain.code, plain.words]]).toEqual([
    [0, { ok: true, ...answer }],
    [6, { ok: false, ...answer }],
    [0, '! It cannot be reached.\n  Check the connection.\n'],
  ]);
});
