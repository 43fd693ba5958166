// What every verb is given, and what several of them do.
import type { Client } from '../client.ts';
import type { Paths } from '../../paths.ts';

export interface CliParts {
  readonly paths: Paths;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
  /** Goes on as the local service when the command line is over; absent where the app's own start is not there. */
  readonly serve?: (order: ServeOrder) => void;
}

export interface JsonOption {
  readonly json?: true;
}

export interface ServeOrder extends JsonOption {
  /** Only questions and failures are told. */
  readonly quiet?: true;
}

/** How people call a provider; its id when the app does not say. */
export async function labelOf(client: Client, provider: string): Promise<string> {
  const known = await client.providers().catch(() => undefined);
  return known?.providers.find(({ id }) => id === provider)?.label ?? provider;
}
