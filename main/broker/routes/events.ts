// The route that tells what happens, as it happens.
import type { CallContext } from '../call-context.ts';
import { serviceEventShape, type ServiceEvent } from '../protocol/oversight.ts';
import { defineRoute, type GrantedRoute, type NumberedEvent, type Stream } from '../route.ts';

export interface EventActions {
  /** What happens from now on, until the call is aborted. Ids rise over all who listen. */
  follow(call: CallContext): Stream<NumberedEvent<ServiceEvent>>;
}

export function eventRoutes(events: EventActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/events',
      about: 'What happens, as server-sent events from now on.',
      intent: 'read',
      kind: 'events',
      answer: serviceEventShape,
      handle: ({ call }) => events.follow(call),
    }),
  ];
}
