// The sandbox providers as a test sees them: what was asked, and what to change.
import { z } from 'zod';

const control = z.string().parse(process.env['WORLD_CONTROL']);

const requestShape = z.object({
  id: z.number(),
  /** From the request's head to the ready answer, in milliseconds of the machine's clock. */
  startedMs: z.number(),
  endedMs: z.number(),
  via: z.string(),
  method: z.string(),
  host: z.string(),
  path: z.string(),
  status: z.number(),
  account: z.string().optional(),
  deviation: z.string().optional(),
  headers: z.record(z.string(), z.unknown()),
});
export type SeenRequest = z.infer<typeof requestShape>;

/** All, or those after the one with this id; oldest first. */
export async function seenRequests(sinceId = 0): Promise<readonly SeenRequest[]> {
  const answer = await fetch(`${control}/requests?since=${String(sinceId)}`);
  return z.object({ requests: z.array(requestShape) }).parse(await answer.json()).requests;
}

async function post(path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${control}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

export async function scenario(changes: object): Promise<void> {
  await post('/scenario', changes);
}

export async function resetSandbox(): Promise<void> {
  await post('/reset', {});
}

/** Types a code into the provider's page for this account, or denies it there. */
export async function decideDevice(decision: {
  readonly account: string;
  readonly userCode: string;
  readonly decision?: 'allow' | 'deny';
}): Promise<void> {
  await post('/device', decision);
}

const personaShape = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  email: z.string(),
  apiKey: z.string(),
});
export type SandboxPerson = z.infer<typeof personaShape>;

async function personas(): Promise<readonly SandboxPerson[]> {
  const answer = await fetch(`${control}/personas`);
  return z.object({ personas: z.array(personaShape) }).parse(await answer.json()).personas;
}

export async function persona(id: string): Promise<SandboxPerson> {
  const all = await personas();
  const found = all.find((candidate) => candidate.id === id);
  if (found === undefined)
    throw new Error(`no persona ${id}; there are ${all.map((candidate) => candidate.id).join(', ')}`);
  return found;
}

/** The first of the people whom a provider knows. */
export async function personAt(provider: string): Promise<SandboxPerson> {
  const found = (await personas()).find((candidate) => candidate.provider === provider);
  if (found === undefined) throw new Error(`the sandbox has nobody at ${provider}`);
  return found;
}

/** Every secret the sandbox has given out so far. */
export async function canaries(): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`${control}/canaries`)).json();
  return z
    .union([
      z.array(z.string()),
      z.object({ canaries: z.array(z.string()) }).transform(({ canaries: list }) => list),
    ])
    .parse(answer);
}
