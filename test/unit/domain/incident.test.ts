// What is read out of a vendor's status page: what is not over, and nothing that is not there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incidentOf, type StatusPage } from '../../../main/domain/incident.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { objectInBytes } from '../../../main/flows/json-in-file.ts';

const page: StatusPage = {
  host: 'status.example.com',
  summaryUrl: 'https://status.example.com/api/v2/summary.json',
};
const at = Date.UTC(2026, 10, 24, 10, 20);
const errors = {
  id: 'x',
  name: 'Elevated errors',
  status: 'investigating',
  impact: 'minor',
  started_at: '2026-11-24T10:20:00Z',
  shortlink: 'https://stspg.io/x',
};
const read = (summary: JsonObject, of = page) => incidentOf(summary, of);
/** As the app reads what comes from the page. */
function parsed(answer: unknown): JsonObject {
  return objectInBytes(new TextEncoder().encode(JSON.stringify(answer))) ?? {};
}

const found = { text: 'Elevated errors', impact: 'minor', at, url: 'https://status.example.com/' };

test('an incident that is not over is told with its impact and its start', () => {
  expect(read({ incidents: [errors], page: { id: 'y' }, later: [1] })).toEqual(found);
});

test('the page’s own link is kept, any other leads to the page', () => {
  const own = 'https://status.example.com/incidents/x';
  expect(read({ incidents: [{ ...errors, shortlink: own }] })?.url).toBe(own);
  expect(read({ incidents: [{ ...errors, shortlink: 'javascript:alert(1)' }] })?.url).toBe(found.url);
});

test.each(['resolved', 'postmortem'])('one that is %s is over', (status) => {
  expect(read({ incidents: [{ ...errors, status }] })).toBeUndefined();
});

test('the gravest comes first, then the newest', () => {
  const grave = { ...errors, name: 'All down', impact: 'critical', started_at: '2026-11-24T09:00:00Z' };
  const newer = { ...errors, name: 'Newer', started_at: '2026-11-24T11:00:00Z' };
  expect(read({ incidents: [errors, grave, newer] })?.text).toBe('All down');
  expect(read({ incidents: [errors, newer] })?.text).toBe('Newer');
});

test('without an incident, the component that is worst off is told; groups repeat their parts', () => {
  const component = { status: 'operational', updated_at: '2026-11-24T10:20:00Z' };
  const components = [
    { ...component, name: 'Web' },
    { ...component, name: 'All', status: 'major_outage', group: true },
    { ...component, name: 'API', status: 'partial_outage' },
  ];
  expect(read({ components })).toEqual({ ...found, text: 'API', impact: 'major' });
});

test('where components are named, only what concerns them is told', () => {
  const copilot = { ...page, components: ['Copilot'] };
  const other = { ...errors, components: [{ name: 'Pages' }] };
  const ours = { ...errors, components: [{ name: 'Pages' }, { name: 'Copilot' }] };
  expect([read({ incidents: [other] }, copilot), read({ incidents: [ours] }, copilot)]).toEqual([
    undefined,
    found,
  ]);
});

test('a text is one line of bounded length', () => {
  const name = `one\n\u0007two${'x'.repeat(500)}`;
  const text = read({ incidents: [{ ...errors, name }] })?.text ?? '';
  expect([text.startsWith('one two'), text.length]).toEqual([true, 160]);
});

test('whatever a page answers, nothing is thrown and nothing but an incident comes out', () => {
  const part = fc.option(
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('minor', 'critical', 'investigating', 'partial_outage', '__proto__', 'constructor'),
    ),
    { nil: null },
  );
  const entry = fc.record({
    name: part,
    status: part,
    impact: part,
    started_at: fc.constantFrom('2026-11-24T10:20:00Z', 'never', 5),
    updated_at: fc.constantFrom('2026-11-24T10:20:00Z', ''),
    shortlink: part,
    components: part,
  });
  const list = fc.oneof(fc.array(entry, { maxLength: 3 }), part);
  fc.assert(
    fc.property(list, list, (incidents, components) => {
      const incident = read(parsed({ incidents, components }));
      if (incident === undefined) return;
      expect(['minor', 'major', 'critical']).toContain(incident.impact);
      expect(incident.text.trim()).not.toBe('');
      expect(incident.url.startsWith('https://status.example.com/')).toBe(true);
    }),
    { numRuns: 200 },
  );
});
