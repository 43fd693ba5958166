// The sandbox as the client tests see it: its scenario, and its request log as the only proof.
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { z } from 'zod';

const credential = z.object({ account: z.string(), kind: z.string(), fingerprint: z.string() });

const entry = z.object({
  via: z.enum(['app', 'browser', 'direct']),
  method: z.string(),
  host: z.string(),
  path: z.string(),
  status: z.number(),
  body: z.record(z.string(), z.unknown()),
  account: z.string().optional(),
  credential: credential.optional(),
  deviation: z.string().optional(),
});

const requestsAnswer = z.object({ requests: z.array(entry) });
const outsideAnswer = z.object({ app: z.array(z.object({ host: z.string() })) });
const personasAnswer = z.object({
  personas: z.array(z.object({ id: z.string(), email: z.string(), apiKey: z.string() })),
});

export type Entry = z.infer<typeof entry>;

function controlUrl(path: string): string {
  const control = process.env['WORLD_CONTROL'];
  if (control === undefined) throw new Error('WORLD_CONTROL is not set: these tests run inside the world');
  return `${control}${path}`;
}

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(controlUrl(path), { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

const get = async (path: string): Promise<unknown> => (await fetch(controlUrl(path))).json();

/** A fresh sandbox in which this person sits at the browser. */
export async function personAtBrowser(persona: string): Promise<void> {
  await post('/reset', {});
  await playScenario({ browser: { persona } });
}

/** Changes what happens from now on; what was issued before stays good. */
export async function playScenario(scenario: object): Promise<void> {
  await post('/scenario', scenario);
}

/** Requests to this address that came through the clients' proxy, oldest first. */
export async function requestsTo(method: string, address: string): Promise<Entry[]> {
  const all = await requestsOfClients();
  return all.filter((one) => one.method === method && `${one.host}${one.path}` === address);
}

/** Every request that did not come from the browser. */
export async function requestsOfClients(): Promise<Entry[]> {
  return (await requests()).filter(({ via }) => via !== 'browser');
}

async function requests(): Promise<Entry[]> {
  return requestsAnswer.parse(await get('/requests')).requests;
}

async function personaOf(persona: string): Promise<z.infer<typeof personasAnswer>['personas'][number]> {
  const { personas } = personasAnswer.parse(await get('/personas'));
  const found = personas.find(({ id }) => id === persona);
  if (found === undefined) throw new Error(`no persona ${persona}`);
  return found;
}

export const apiKeyOf = async (persona: string): Promise<string> => (await personaOf(persona)).apiKey;

export const emailOf = async (persona: string): Promise<string> => (await personaOf(persona)).email;

export const fingerprintOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 12);

/** The credential that the log should show: whose, of which kind, and exactly this one. */
export const credentialOf = (account: string, kind: string, secret: string) => ({
  account,
  kind,
  fingerprint: fingerprintOf(secret),
});

/**
 * What Claude Code asks for by itself beside the quota when it is asked about that, seen in 2.1.331 and not in
 * protocols.md: the sandbox refuses it, and nothing depends on it.
 */
const besideTheQuota =
  /^GET api\.anthropic\.com\/api\/(?:claude_cli\/bootstrap|claude_code_penguin_mode|claude_code_grove|oauth\/organizations\/[\da-f-]+\/referral\/eligibility): no such endpoint/;

/** What every test ends with: the real client did nothing that the sandbox does not know. */
export async function expectNothingUnknown(): Promise<void> {
  const unknown = (await requests()).flatMap(({ deviation }) => deviation ?? []);
  expect(unknown.filter((deviation) => !besideTheQuota.test(deviation))).toEqual([]);
  expect(outsideAnswer.parse(await get('/outside')).app).toEqual([]);
}
