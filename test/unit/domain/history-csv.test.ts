// The readings as a table for other programs: complete, readable back, and nothing in it that a table program would run.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { historyCsv, type ReadWindow } from '../../../main/domain/history-csv.ts';
import { noonMs } from '../../fakes/accounts.ts';

const point = { at: noonMs, usedPercent: 42.5, resetsAt: noonMs + 3_600_000 };

/** The fields of a text after RFC 4180. */
function parsed(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test('one line for each reading, below the names of the columns', () => {
  const windows: readonly ReadWindow[] = [
    { id: 'length-18000', label: '5-hour', scope: null, points: [point, { ...point, resetsAt: null }] },
    { id: 'weekly-opus', label: 'Weekly (Opus)', scope: 'Opus', points: [{ ...point, usedPercent: 0 }] },
    { id: 'gone', label: 'gone', scope: null, points: [] },
  ];
  expect(historyCsv('ada@example.test', windows)).toBe(
    [
      'account,window,label,scope,at,used_percent,resets_at',
      'ada@example.test,length-18000,5-hour,,2026-11-24T12:00:00.000Z,42.5,2026-11-24T13:00:00.000Z',
      'ada@example.test,length-18000,5-hour,,2026-11-24T12:00:00.000Z,42.5,',
      'ada@example.test,weekly-opus,Weekly (Opus),Opus,2026-11-24T12:00:00.000Z,0,2026-11-24T13:00:00.000Z',
      '',
    ].join('\r\n'),
  );
});

test.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', '=1,"2"'])('%j is text in a table program', (name) => {
  expect(parsed(historyCsv(name, [{ id: 'id', label: 'label', scope: null, points: [point] }]))[1]?.[0]).toBe(
    `'${name}`,
  );
});

test('whatever names hold, each field can be read back', () => {
  const name = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\r', '\n', '=', 'ä', "'") });
  fc.assert(
    fc.property(name, name, fc.option(name), (account, label, scope) => {
      const shown = (text: string): string => (/^[=\r]/.test(text) ? `'${text}` : text);
      expect(parsed(historyCsv(account, [{ id: 'id', label, scope, points: [point] }])).slice(1)).toEqual([
        [
          shown(account),
          'id',
          shown(label),
          shown(scope ?? ''),
          '2026-11-24T12:00:00.000Z',
          '42.5',
          '2026-11-24T13:00:00.000Z',
        ],
      ]);
    }),
  );
});
