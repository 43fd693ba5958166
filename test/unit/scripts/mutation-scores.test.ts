// What a run of mutants says: each file, each room with its verdict, and a figure that never looks better than it is.
import { expect, test } from 'vitest';
import { isEnough, roomScores, scoresOf, tableOf } from '../../../scripts/mutation/scores.ts';

/** So many mutants with each of these ends. */
function mutants(counts: Readonly<Record<string, number>>): { mutants: readonly { status: string }[] } {
  const all = Object.entries(counts);
  return { mutants: all.flatMap(([status, count]) => Array.from({ length: count }, () => ({ status }))) };
}

function roomsOf(files: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const report = {
    files: Object.fromEntries(Object.entries(files).map(([name, of]) => [name, mutants(of)])),
  };
  return roomScores(scoresOf(report), (file) => file.slice(0, file.indexOf('/')));
}

test('a room is judged by all its files, and what says nothing about tests counts for nobody', () => {
  const rooms = roomsOf({
    'lock/a.ts': { Killed: 80, Timeout: 5, Survived: 10, NoCoverage: 5, RuntimeError: 50 },
    'lock/b.ts': { Survived: 1, Ignored: 7 },
    'broker/c.ts': { Killed: 17, Survived: 3 },
    'types/d.ts': {},
  });
  const columns = tableOf(rooms).map((line) => line.split(/ {2,}/));
  expect([columns, rooms.map(({ room }) => isEnough(room))]).toEqual([
    [
      ['lock/a.ts', '85 of', '100', '85.0 %'],
      ['lock/b.ts', '0 of', '1', '0.0 %'],
      ['lock', '85 of', '101', '84.1 %', 'MISSED 85/84.1'],
      ['broker/c.ts', '17 of', '20', '85.0 %'],
      ['broker', '17 of', '20', '85.0 %', 'met'],
      ['types/d.ts', '0 of', '0', '100.0 %'],
      ['types', '0 of', '0', '100.0 %', 'met'],
    ],
    [false, true, true],
  ]);
});

test('what is hardly too little does not look like enough', () => {
  const [room] = roomsOf({ 'lock/a.ts': { Killed: 8_499, Survived: 1_501 } });
  expect(room === undefined ? [] : tableOf([room]).at(-1)).toMatch(/84\.9 % {2}MISSED 85\/84\.9$/);
});
