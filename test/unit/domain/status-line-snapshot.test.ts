// A snapshot is read for what the quota needs, whatever else, or whatever at all, stands in it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotName, statusLineSnapshot } from '../../../main/domain/status-line-snapshot.ts';
import { saidToStatusLine, snapshotText } from '../../fakes/status-line.ts';

const folder = '/home/ada/.claude';

test('what Claude Code says after an answer is read, without any path or name in it', () => {
  const said = saidToStatusLine({ lasted: 4485, answers: 43, usedPercent: 23 });
  expect(statusLineSnapshot(snapshotText(folder, said))).toEqual({
    folder,
    session: 'one',
    lastedMs: 4485,
    answersMs: 43,
    quota: {
      rate_limits: {
        five_hour: { used_percentage: 23, resets_at: 1_795_579_472 },
        seven_day: { used_percentage: 48, resets_at: 1_795_915_232 },
      },
    },
  });
});

test('before the first answer there is no quota in it', () => {
  expect(statusLineSnapshot(snapshotText(folder, saidToStatusLine({ lasted: 315 })))).toEqual({
    folder,
    session: 'one',
    lastedMs: 315,
    answersMs: 0,
  });
});

test.each([
  ['nothing', ''],
  ['no folder', JSON.stringify(saidToStatusLine())],
  ['a folder that is no path', snapshotText('home', saidToStatusLine())],
  ['half of it', snapshotText(folder, saidToStatusLine()).slice(0, 200)],
  ['a list', `${folder}\n[]\n`],
  ['no session', `${folder}\n{"rate_limits":{}}\n`],
  ['a session that is a number', `${folder}\n{"session_id":7}\n`],
  ['more than a program would say', snapshotText(folder, { session_id: 'one', cwd: 'x'.repeat(64 * 1024) })],
])('is no snapshot: %s', (_label, text) => {
  expect(statusLineSnapshot(text)).toBeUndefined();
});

test('whatever stands in the fields, reading never fails and never makes up a time', () => {
  const odd = fc.record(
    {
      session_id: fc.oneof(fc.constant('one'), fc.jsonValue()),
      cost: fc.oneof(
        fc.record({ total_duration_ms: fc.jsonValue(), total_api_duration_ms: fc.jsonValue() }),
        fc.jsonValue(),
      ),
      rate_limits: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(odd, fc.jsonValue()), (said) => {
      const read = statusLineSnapshot(`${folder}\n${JSON.stringify(said)}`);
      for (const time of [read?.lastedMs, read?.answersMs])
        if (time !== undefined) expect(time).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('no two folders have one snapshot, and its name is one of a file', () => {
  const path = fc.string({ unit: fc.constantFrom('/', '%', '2', '5', 'F', 'a', ' ', "'"), maxLength: 12 });
  fc.assert(
    fc.property(path, path, (one, other) => {
      expect(snapshotName(one) === snapshotName(other)).toBe(one === other);
      expect(snapshotName(one)).not.toContain('/');
    }),
  );
});
