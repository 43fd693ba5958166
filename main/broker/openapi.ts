// The description of the local service as OpenAPI 3.1, made from the table of routes when somebody asks for it.
import * as z from 'zod/mini';
import { failureShape } from './protocol.ts';
import type { GrantedRoute, PublicRoute, Route, RouteKind, Shape } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const refusalShape = z.object({ failure: failureShape });

const mediaTypes: Readonly<Record<RouteKind, string>> = {
  json: 'application/json',
  text: 'text/plain',
  lines: 'application/x-ndjson',
  events: 'text/event-stream',
};

/** `GET /v1/leases/{id}/hold` is `getV1LeasesIdHold`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** What is sent, which of an answer is the same: nothing here is another thing once it is parsed. */
function schemaOf(shape: Shape): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return schema;
}

/** Every shape once, by the name of the first that has it. */
function createSchemas() {
  const names = new Map<Shape, string>();
  return {
    refer(shape: Shape, name: string): Json {
      const known = names.get(shape) ?? name;
      names.set(shape, known);
      return { $ref: `#/components/schemas/${known}` };
    },
    all: (): Readonly<Record<string, Json>> =>
      Object.fromEntries([...names].map(([shape, name]) => [name, schemaOf(shape)])),
  };
}
type Schemas = ReturnType<typeof createSchemas>;

function parametersOf(shape: Shape | undefined, place: 'path' | 'query'): readonly Json[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}

const content = (type: string, schema: Json): Json => ({ [type]: { schema } });

interface Operation extends Json {
  readonly operationId: string;
}

function publicOperation(route: PublicRoute, schemas: Schemas): Operation {
  const id = operationId(route);
  const answer = content(mediaTypes.json, schemas.refer(route.answer, `${id}Answer`));
  return {
    operationId: id,
    summary: route.about,
    security: [],
    responses: { 200: { description: 'Done.', content: answer } },
  };
}

function grantedOperation(route: GrantedRoute, schemas: Schemas): Operation {
  const { kind = 'json', parameters, query, body, lines, intent } = route;
  const id = operationId(route);
  const refused = content(mediaTypes.json, schemas.refer(refusalShape, 'Refusal'));
  const answers = {
    ...content(mediaTypes[kind], schemas.refer(route.answer, `${id}Answer`)),
    ...(lines !== undefined && content(mediaTypes.lines, schemas.refer(lines.line, `${id}Line`))),
  };
  return {
    operationId: id,
    summary: route.about,
    'x-gatehouse-intent': intent,
    ...(route.slow === true && { 'x-gatehouse-slow': true }),
    parameters: [...parametersOf(parameters, 'path'), ...parametersOf(query, 'query')],
    ...(body !== undefined && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: content(mediaTypes.json, schemas.refer(body, `${id}Body`)),
      },
    }),
    responses: {
      200: { description: 'Done.', content: answers },
      default: { description: 'Refused, or failed.', content: refused },
    },
  };
}

export function openApiDocument(routes: readonly Route[], version: string) {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const operation =
      route.intent === 'public' ? publicOperation(route, schemas) : grantedOperation(route, schemas);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version,
      description: 'The local service of Gatehouse, over its private socket. Times are Unix milliseconds.',
    },
    servers: [{ url: 'http://gatehouse' }],
    security: [{ grant: [] }],
    paths,
    components: {
      securitySchemes: { grant: { type: 'http', scheme: 'bearer' } },
      schemas: schemas.all(),
    },
  };
}
