// The table of routes as a whole: what each answers, who may ask it, and what the description says of it.
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../main/broker/openapi.ts';
import type { Route } from '../../../main/broker/route.ts';
import { routeTable } from '../../../main/broker/routes.ts';
import { isAgentId, isLeaseId } from '../../../main/domain/lease.ts';
import { RecordingActions } from '../../fakes/broker.ts';
import { lineFinding } from '../../fakes/broker-doctor.ts';
import { exampleAgentId, exampleLeaseId } from '../../fakes/broker-leases.ts';
import { exampleRequests } from '../../fakes/broker-requests.ts';
import { openRoutes } from '../../fakes/broker-routes.ts';
import { parsed } from '../../fakes/parsed.ts';

const table = routeTable(new RecordingActions(), {
  version: '1.2.3',
  openApi: () => ({}),
  metrics: () => '',
});
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const rows = table.map((route) => [nameOf(route), route] as const);

function open() {
  const opened = openRoutes();
  opened.actions.doctorAnswers.findings = [lineFinding];
  const ask = (route: Route, headers?: Record<string, string>, body?: object): Promise<Response> => {
    const example = exampleRequests[nameOf(route)];
    const given = body ?? example?.body;
    return opened.send(
      route.method,
      example?.path ?? route.path,
      given === undefined ? undefined : JSON.stringify(given),
      headers,
    );
  };
  return { ...opened, ask };
}

/** The values in an answer, however they come. */
function valuesIn(kind: string, text: string): unknown[] {
  if (kind === 'text') return [text];
  if (kind === 'json') return [parsed(text)];
  const lines = text.split('\n').filter((line) => line !== '');
  if (kind === 'lines') return lines.map(parsed);
  return lines.filter((line) => line.startsWith('data: ')).map((line) => parsed(line.slice(6)));
}

test('every route has one good request, and there is none for a route that is not there', () => {
  expect(Object.keys(exampleRequests).sort()).toEqual(table.map(nameOf).sort());
});

test('an agent may read, and use what is its own; nothing else', () => {
  const may = (intents: readonly string[]): string[] =>
    table.filter(({ intent }) => intents.includes(intent)).map(nameOf);
  expect([may(['public']), may(['read']), may(['own-agent'])]).toEqual([
    ['GET /health'],
    [
      'GET /openapi.json',
      'GET /metrics',
      'GET /v1/status',
      'GET /v1/providers',
      'GET /v1/accounts',
      'GET /v1/quota',
      'POST /v1/quota',
      'GET /v1/rules',
      'POST /v1/estimates',
      'GET /v1/leases',
      'GET /v1/agents',
      'GET /v1/events',
    ],
    [
      'POST /v1/leases/{id}/heartbeat',
      'POST /v1/leases/{id}/usage',
      'GET /v1/leases/{id}/hold',
      'DELETE /v1/leases/{id}',
      'DELETE /v1/agents/{id}',
      'POST /v1/agents/{id}/environment',
      'POST /auth/{provider}/token',
    ],
  ]);
});

describe.each(rows)('%s', (_name, route) => {
  test('answers what its shape says', async () => {
    const response = await open().ask(route);
    const kind = route.intent === 'public' ? 'json' : (route.kind ?? 'json');
    const values = valuesIn(kind, await response.text());
    const problems = values.map((value) => route.answer.safeParse(value).error?.issues ?? []);
    expect([response.status, values.length > 0, problems.flat()]).toEqual([200, true, []]);
  });

  test('is for who has a grant, and for an agent only where it may', async () => {
    const { ask, grants, actions } = open();
    if (!isAgentId(exampleAgentId) || !isLeaseId(exampleLeaseId)) throw new Error('no ids');
    const run = grants.issue(exampleAgentId, exampleLeaseId);
    const nobody = await ask(route, {});
    const strangerAsked = [...actions.asked];
    const agent = await ask(route, { authorization: `Bearer ${run.reveal()}` });
    await agent.text();
    const mayAgent = ['public', 'read', 'own-agent'].includes(route.intent);
    expect([nobody.status, strangerAsked, agent.status]).toEqual([
      route.intent === 'public' ? 200 : 401,
      [],
      mayAgent ? 200 : 403,
    ]);
  });

  test('names the parameters of its address', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const shape = route.intent === 'public' ? undefined : route.parameters;
    const given = Object.fromEntries(inPath.map((name): [string, string] => [name ?? '', 'x']));
    expect([shape === undefined, shape?.safeParse(given).success ?? true]).toEqual([
      inPath.length === 0,
      true,
    ]);
  });
});

describe('the description', () => {
  const document = openApiDocument(table, '1.2.3');

  test('names every route once, each operation by a name of its own', () => {
    const paths = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({
        route: `${method.toUpperCase()} ${path}`,
        operationId,
      })),
    );
    expect([
      paths.map(({ route }) => route).sort(),
      new Set(paths.map((each) => each.operationId)).size,
    ]).toEqual([table.map(nameOf).sort(), table.length]);
  });

  test('leads nowhere that is not there', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([
      references.length > table.length,
      references.filter((each) => !known.includes(each ?? '')),
    ]).toEqual([true, []]);
  });

  const kinds = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

  /** Everything that is no JSON Schema of the 2020-12 kind, as far as its structure tells. */
  function faultsIn(schema: unknown, at: string): string[] {
    if (typeof schema === 'boolean') return [];
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${at}: no schema`];
    return Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
      const here = `${at}/${keyword}`;
      switch (keyword) {
        case 'properties':
          return Object.entries(value ?? {}).flatMap(([name, each]) => faultsIn(each, `${here}/${name}`));
        case 'anyOf':
        case 'oneOf':
        case 'allOf':
          return Array.isArray(value) && value.length > 0
            ? value.flatMap((each, index) => faultsIn(each, `${here}/${index}`))
            : [`${here}: no list`];
        case 'items':
        case 'additionalProperties':
        case 'propertyNames':
          return faultsIn(value, here);
        case 'type':
          return [value].flat().every((kind) => kinds.includes(String(kind))) ? [] : [`${here}: no type`];
        case 'required':
        case 'enum':
          return Array.isArray(value) ? [] : [`${here}: no list`];
        case 'minLength':
        case 'maxLength':
        case 'minItems':
        case 'maxItems':
        case 'minimum':
        case 'maximum':
        case 'exclusiveMinimum':
          return typeof value === 'number' ? [] : [`${here}: no number`];
        case 'pattern':
          return typeof value === 'string' && new RegExp(value).source !== '' ? [] : [`${here}: no pattern`];
        case 'const':
        case 'readOnly':
          return [];
        default:
          return [`${here}: unknown`];
      }
    });
  }

  test('holds nothing but JSON Schema, and says something of every shape', () => {
    const schemas = Object.entries(document.components.schemas);
    expect([
      schemas.flatMap(([name, schema]) => faultsIn(schema, name)),
      schemas.filter(([, schema]) => Object.keys(schema).length === 0),
    ]).toEqual([[], []]);
  });

  test('is told to whoever has a grant, the same each time', async () => {
    const { ask } = openRoutes();
    const [first, second] = [await ask('GET', '/openapi.json'), await ask('GET', '/openapi.json')];
    expect([first[0], second]).toEqual([200, first]);
  });
});
