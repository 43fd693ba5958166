// docs/broker-api.md: what the local service answers, from the table of routes that serves it.
import * as z from 'zod/mini';
import { routeTable, type BrokerActions } from '../../main/broker/routes.ts';
import type { Route } from '../../main/broker/route.ts';
import { mayDo, type Intent } from '../../main/domain/actor.ts';
import { cell } from './table.ts';

/** Nothing of a table is run while it is only read; whatever its routes are made from is there and can be asked for more. */
function unusedActions(): BrokerActions;
function unusedActions(): unknown {
  const unused: object = new Proxy(() => undefined, { get: () => unused });
  return unused;
}

const routes: readonly Route[] = routeTable(unusedActions(), {
  version: '0.0.0',
  openApi: () => ({}),
  metrics: () => '',
});

const groups: Readonly<Record<Intent | 'public', string>> = {
  public: 'Without a grant',
  read: 'What there is',
  'own-agent': 'An agent’s own work',
  'start-agent': 'Starting agents',
  switch: 'Switching',
  accounts: 'Accounts and keys',
  configure: 'Settings, files and repairs',
  oversee: 'Agents of others, rules and the lock',
  audit: 'The audit log',
  app: 'The app',
};

const shape = z.object({
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
});

/** The fields of one object by name, a `?` behind those that may be left out. */
function fieldsOf(schema: z.ZodMiniType | undefined): string {
  if (schema === undefined) return '';
  const { properties = {}, required = [] } = shape.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  return Object.keys(properties)
    .map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`)
    .join(', ');
}

const answers = { json: '', text: 'plain text', lines: 'JSON lines', events: 'server-sent events' } as const;

function row(route: Route): string {
  const place = `\`${route.method} ${route.path}\``;
  if (route.intent === 'public') return `| ${place} | ${cell(route.about)} | | ${fieldsOf(route.answer)} |`;
  const takes = [fieldsOf(route.query), fieldsOf(route.body)].filter((each) => each !== '').join('; ');
  const kind = answers[route.kind ?? 'json'];
  const gives = [fieldsOf(route.answer), kind, route.lines === undefined ? '' : 'or JSON lines'];
  return `| ${place} | ${cell(route.about)} | ${takes} | ${gives.filter((each) => each !== '').join('; ')} |`;
}

function section(intent: Intent | 'public'): readonly string[] {
  const rows = routes.filter((route) => route.intent === intent).map(row);
  if (rows.length === 0) return [];
  const isForAgents = intent === 'public' || mayDo('agent', intent);
  return [
    `## ${groups[intent]}`,
    '',
    isForAgents ? 'For the grant of this machine, and that of a run.' : 'For the grant of this machine only.',
    '',
    '| route | what it does | takes | answers |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

export function brokerApi(): string {
  const intents = Object.keys(groups).filter((name): name is keyof typeof groups => name in groups);
  return [
    '# The local service',
    '',
    'Made from the table of routes by `node scripts/write-cli-docs.ts`; do not edit. How to reach it, grants, leases and errors:',
    '[for other programs](client/README.md). The running app gives out the schemas of everything here, as OpenAPI 3.1, at',
    '`GET /openapi.json`. A `?` behind a name: it may be left out.',
    '',
    ...intents.flatMap(section),
  ].join('\n');
}
