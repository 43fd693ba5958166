// Signs in by any method that `gatehouse auth providers` names, by what that answer says about it and nothing else.
import { z } from 'zod';
import { schemaFaults } from '../../fakes/schema-faults.ts';
import { deviations } from '../../world/sandbox/deviations.ts';
import { gatehouseJson } from './app.ts';
import { codePattern, startLogin } from './login.ts';
import { decideDevice, personAt, scenario, type SandboxPerson } from './sandbox.ts';

const methodShape = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['browser', 'device', 'api-key', 'delegated']),
  program: z.object({ label: z.string(), install: z.string() }).nullable(),
  standing: z.string(),
  consent: z.string().nullable(),
  agreedClientId: z.string().nullable(),
});
export type Method = z.infer<typeof methodShape>;

const providersShape = z.object({
  providers: z.array(
    z.object({ id: z.string(), signedIn: z.boolean(), methods: z.array(methodShape).nonempty() }),
  ),
});
type NamedProvider = z.infer<typeof providersShape>['providers'][number];

/** The providers of an answer of `gatehouse auth providers --json`. */
export const namedIn = (answer: unknown): readonly NamedProvider[] => providersShape.parse(answer).providers;

/** What that says about one of them. */
export async function namedProvider(id: string): Promise<NamedProvider> {
  const found = namedIn(await gatehouseJson(['auth', 'providers'])).find((provider) => provider.id === id);
  if (found === undefined) throw new Error(`auth providers does not name ${id}`);
  return found;
}

/** Clients that the people of the sandbox have registered with their providers. */
const registered: Readonly<Partial<Record<string, string>>> = {
  claude: deviations['claude-registered-client'].value,
  copilot: deviations['github-own-oauth-app'].value,
};

/** @throws Error where the sandbox knows no client of a person's own at this provider */
function registeredClientAt(provider: string): string {
  const found = registered[provider];
  if (found === undefined) throw new Error(`nobody has registered a client with ${provider} in the sandbox`);
  return found;
}

/** What came of one method, told so that a difference can be read. */
export interface Outcome {
  readonly method: string;
  /** What it says to somebody who has not agreed to its terms; null where it has none. */
  readonly withoutYes: string | null;
  /** What the answer's JSON Schema says against it. */
  readonly faults: unknown;
  /** The sandbox's id of the person whose account it is, else the account's label. */
  readonly whose: string;
  /** Who keeps the keys. */
  readonly owner: string;
  readonly isInUse: boolean;
  readonly problem: unknown;
  /** Whether `auth providers` and `auth status` had the account, and no other, after the sign-in; and none after signing out. */
  readonly isListed: boolean;
  readonly isGone: boolean;
}

/** What is to come of a method. */
export async function expectedOutcome(provider: string, method: Method): Promise<Outcome> {
  return {
    method: method.id,
    withoutYes: method.consent === null ? null : 'sign-in/consent-needed',
    faults: [],
    whose: (await personAt(provider)).id,
    owner: method.program?.label ?? 'gatehouse',
    isInUse: true,
    problem: null,
    isListed: true,
    isGone: true,
  };
}

/** `gatehouse auth login --provider P --method M --json` to its end, by this person: what it printed. */
export async function logIn(
  provider: string,
  { id, kind }: Method,
  person: SandboxPerson,
  more: readonly string[] = [],
): Promise<unknown> {
  const key = kind === 'api-key' ? ['--key-stdin'] : [];
  const login = startLogin(['--provider', provider, '--method', id, ...key, ...more]);
  login.input.end(kind === 'api-key' ? `${person.apiKey}\n` : '');
  if (kind === 'device') await decideDevice({ account: person.id, userCode: await login.said(codePattern) });
  return login.answer;
}

/** As accounts of this person are called: by the address, by the name on GitHub, or by their key. */
function namesOf({ name, email, apiKey }: SandboxPerson): readonly string[] {
  return [email, name.toLowerCase().replaceAll(' ', '-'), `${apiKey.slice(0, 7)}…${apiKey.slice(-4)}`];
}

const refusedShape = z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) });
const answerShape = z.object({
  provider: z.string(),
  account: z.object({
    id: z.string(),
    label: z.string(),
    active: z.boolean(),
    problem: z.unknown(),
    keys: z.object({ owner: z.string() }),
  }),
});
const statusShape = z.object({
  providers: z.array(z.object({ id: z.string(), accounts: z.array(z.object({ id: z.string() })) })),
});

/** Whether both lists have exactly these accounts of the provider. */
async function areListed(provider: string, accounts: readonly string[]): Promise<boolean> {
  const [status, { signedIn }] = await Promise.all([
    gatehouseJson(['auth', 'status']),
    namedProvider(provider),
  ]);
  const { providers } = statusShape.parse(status);
  const found = providers.find(({ id }) => id === provider)?.accounts.map(({ id }) => id) ?? [];
  return signedIn === accounts.length > 0 && found.join() === accounts.join();
}

/** Signs the provider's first person in by this method, and out again. */
export async function signInAndOut(provider: string, method: Method): Promise<Outcome> {
  const person = await personAt(provider);
  await scenario({ browser: { persona: person.id }, deviceCodes: { intervalSeconds: 1 } });
  const needsYes = method.consent !== null;
  const own = needsYes ? ['--client-id', registeredClientAt(provider)] : [];
  const refused = needsYes
    ? await gatehouseJson(['auth', 'login', '--provider', provider, '--method', method.id, ...own])
    : undefined;
  const answer = await logIn(provider, method, person, needsYes ? [...own, '--agree'] : []);
  const faults = await schemaFaults('auth-login', answer);
  const { data: done } = answerShape.safeParse(answer);
  if (done === undefined) throw new Error(`${provider} ${method.id}: ${JSON.stringify(answer)}`);
  const { account } = done;
  const isListed = done.provider === provider && (await areListed(provider, [account.id]));
  const out = await gatehouseJson(['auth', 'logout', '--provider', provider, '--account', account.id]);
  const outFaults = await schemaFaults('auth-logout', out);
  return {
    method: method.id,
    withoutYes: refused === undefined ? null : refusedShape.parse(refused).error.code,
    faults: [faults, outFaults].flat(),
    whose: namesOf(person).includes(account.label) ? person.id : account.label,
    owner: account.keys.owner,
    isInUse: account.active,
    problem: account.problem,
    isListed,
    isGone: await areListed(provider, []),
  };
}
