// What one route of the local service is: its place, who may ask, what it takes and what it answers. No effect.
import type * as z from 'zod/mini';
import type { Intent } from '../domain/actor.ts';
import type { CallContext } from './call-context.ts';

export type Shape = z.ZodMiniType;

/**
 * `json`: one answer. `text`: one, as plain text. `lines`: one JSON value a line, as they come. `events`: server-sent events.
 */
export type RouteKind = 'json' | 'text' | 'lines' | 'events';

/** What comes as time goes on. Rejecting before the first one is a failure with a status of its own. */
export type Stream<Item> = AsyncIterable<Item> | Promise<AsyncIterable<Item>>;

/** One event; ids rise, so that who comes back sees how many were missed. */
export interface NumberedEvent<Event> {
  readonly id: number;
  readonly event: Event;
}

type Parsed<Given> = Given extends Shape ? z.output<Given> : undefined;

type Handled<Kind extends RouteKind, Answer> = Kind extends 'lines'
  ? Stream<Answer>
  : Kind extends 'events'
    ? Stream<NumberedEvent<Answer>>
    : Answer | Promise<Answer>;

/** What a route is handed: everything has the shape that the route says. */
export interface Given<Parameters = unknown, Query = unknown, Body = unknown> {
  readonly parameters: Parameters;
  readonly query: Query;
  readonly body: Body;
  readonly call: CallContext;
}

interface Place {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces, `/v1/leases/{id}`. */
  readonly path: `/${string}`;
  /** What it does, as a sentence. */
  readonly about: string;
}

interface Terms extends Place {
  readonly intent: Intent;
  /** It may wait for a person or a provider: counted with the streams, so that waiting ones are in nobody's way. */
  readonly slow?: true;
  /** Where 64 KiB are too little. */
  readonly bodyLimitBytes?: number;
}

interface Definition<
  Kind extends RouteKind,
  Answer extends Shape,
  Parameters extends Shape | undefined,
  Query extends Shape | undefined,
  Body extends Shape | undefined,
  Line extends Shape,
> extends Terms {
  readonly kind?: Kind;
  readonly parameters?: Parameters;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  handle(given: Given<Parsed<Parameters>, Parsed<Query>, Parsed<Body>>): Handled<Kind, z.output<Answer>>;
  /** Where the body can ask for lines instead of the one answer. */
  readonly lines?: {
    readonly line: Line;
    wanted(body: Parsed<Body>): boolean;
    follow(given: Given<Parsed<Parameters>, Parsed<Query>, Parsed<Body>>): Stream<z.output<Line>>;
  };
}

/**
 * A route of the table. Its functions are methods on purpose: those are compared loosely, so that routes of every shape fit
 * in, and whoever calls them has parsed with the shapes beside them.
 */
export interface GrantedRoute extends Terms {
  readonly kind?: RouteKind;
  readonly parameters?: Shape | undefined;
  readonly query?: Shape | undefined;
  readonly body?: Shape | undefined;
  readonly answer: Shape;
  handle(given: Given): unknown;
  readonly lines?: {
    readonly line: Shape;
    wanted(body: unknown): boolean;
    follow(given: Given): unknown;
  };
}

/** Answers without a grant, so it takes nothing and knows nobody. */
export interface PublicRoute extends Place {
  readonly intent: 'public';
  readonly answer: Shape;
  handle(): unknown;
}

export type Route = GrantedRoute | PublicRoute;

/** Checks that a route takes and gives what its shapes say. */
export function defineRoute<
  Answer extends Shape,
  Kind extends RouteKind = 'json',
  Parameters extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Body extends Shape | undefined = undefined,
  Line extends Shape = Shape,
>(definition: Definition<Kind, Answer, Parameters, Query, Body, Line>): GrantedRoute {
  return definition;
}

export function definePublicRoute<Answer extends Shape>(
  definition: Place & { readonly answer: Answer; handle(): z.output<Answer> },
): PublicRoute {
  return { ...definition, intent: 'public' };
}
