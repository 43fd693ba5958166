// A call of the local service, as a route hands it on.
import type { CallContext } from '../../main/broker/call-context.ts';

/** From the command line of this machine, by nobody that the system knows, unless a test says otherwise. */
export function callContext(changes: Partial<CallContext> = {}): CallContext {
  return {
    actor: 'cli',
    grant: 'machine',
    lease: undefined,
    caller: async () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
}
