// The scenario: what a test may change in the sandbox, checked before anything is touched.
import { z } from 'zod';
import { fromError } from './scenario-error.ts';
import type { Clock } from './clock.ts';
import type { DeviceChanges } from './device-codes.ts';
import type { Faults } from './faults.ts';
import { networkStates, type Network } from './network.ts';
import type { Meter, Persona, Personas } from './personas.ts';

const meterPatch = z.strictObject({
  usedPercent: z.number().min(0).optional(),
  lengthSeconds: z.number().int().positive().optional(),
  /** Counted from the moment the scenario is applied. */
  resetsInSeconds: z.number().optional(),
  resetsAt: z.iso.datetime({ offset: true }).optional(),
});

const personaPatch = z.strictObject({
  name: z.string().optional(),
  email: z.email().optional(),
  plan: z.string().optional(),
  organization: z.string().optional(),
  apiKeyValid: z.boolean().optional(),
  windows: z.record(z.string(), meterPatch.nullable()).optional(),
  accessLifeSeconds: z.number().int().positive().optional(),
  refreshLifeSeconds: z.number().int().positive().optional(),
  omitFromTokens: z.array(z.string()).optional(),
  shape: z.string().nullable().optional(),
  usage: z.record(z.string(), z.json()).optional(),
});

const browserPatch = z.strictObject({
  persona: z.string().optional(),
  email: z.string().optional(),
  decision: z.enum(['allow', 'deny', 'close', 'ignore', 'fail-to-open']).optional(),
  userCode: z.string().optional(),
});

const fault = z.strictObject({
  host: z.string().optional(),
  path: z.string().startsWith('/'),
  method: z.string().optional(),
  account: z.string().optional(),
  grant: z.string().optional(),
  status: z.number().int().min(100).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().min(0).optional(),
  drop: z.union([z.boolean(), z.literal('after')]).optional(),
  inflatesToBytes: z.number().int().positive().optional(),
  dripMs: z.number().positive().optional(),
  endlessHead: z.boolean().optional(),
  times: z.number().int().positive().optional(),
});

const deviceCodesPatch = z.strictObject({
  enabled: z.boolean().optional(),
  intervalSeconds: z.number().min(0).optional(),
  lifeSeconds: z.number().positive().optional(),
});

export const scenarioSchema = z.strictObject({
  personas: z.record(z.string(), personaPatch).optional(),
  browser: browserPatch.extend({ byProvider: z.record(z.string(), browserPatch).optional() }).optional(),
  deviceCodes: deviceCodesPatch.optional(),
  faults: z.array(fault).optional(),
  network: z.enum(networkStates).optional(),
  clock: z.strictObject({ offsetMs: z.number().optional() }).optional(),
});

export type Scenario = z.infer<typeof scenarioSchema>;
type PersonaPatch = z.infer<typeof personaPatch>;
export type BrowserPatch = z.infer<typeof browserPatch>;

export interface ScenarioTargets {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly network: Network;
  readonly personas: Personas;
  readonly deviceCodes: { merge(changes: DeviceChanges): void };
  readonly browser: { merge(patch: NonNullable<Scenario['browser']>): void };
  readonly providerIds: readonly string[];
}

/** Merges a scenario into the running sandbox; throws a ScenarioError that names every wrong field. */
export function applyScenario(input: unknown, targets: ScenarioTargets): void {
  const parsed = scenarioSchema.safeParse(input);
  if (!parsed.success) throw fromError(parsed.error);
  const scenario = parsed.data;
  checkNames(scenario, targets);
  const { clock, faults, network, personas, browser, deviceCodes } = targets;
  // The clock first: "resets in" counts from the new time.
  if (scenario.clock?.offsetMs !== undefined) clock.offsetMs = scenario.clock.offsetMs;
  for (const [id, patch] of Object.entries(scenario.personas ?? {}))
    patchPersona(personas.get(id), patch, clock);
  if (scenario.browser !== undefined) browser.merge(scenario.browser);
  if (scenario.deviceCodes !== undefined) deviceCodes.merge(scenario.deviceCodes);
  if (scenario.faults !== undefined) faults.set(scenario.faults);
  if (scenario.network !== undefined) network.set(scenario.network);
}

function checkNames(scenario: Scenario, { personas, providerIds }: ScenarioTargets): void {
  const known = personas.all().map(({ id }) => id);
  const problems: string[] = [];
  const check = (field: string, id: string | undefined, names: readonly string[]): void => {
    if (id !== undefined && !names.includes(id))
      problems.push(`${field}: no such name; known: ${names.join(', ')}`);
  };
  for (const id of Object.keys(scenario.personas ?? {})) check(`personas.${id}`, id, known);
  check('browser.persona', scenario.browser?.persona, known);
  for (const [provider, patch] of Object.entries(scenario.browser?.byProvider ?? {})) {
    check(`browser.byProvider.${provider}`, provider, providerIds);
    check(`browser.byProvider.${provider}.persona`, patch.persona, known);
  }
  scenario.faults?.forEach(({ account }, index) => {
    check(`faults.${index.toString()}.account`, account, known);
  });
  if (problems.length > 0) throw fromError(problems);
}

function patchPersona(persona: Persona, patch: PersonaPatch, clock: Clock): void {
  const { windows, shape, ...plain } = patch;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  Object.assign(persona, given);
  if (shape !== undefined) persona.shape = shape ?? undefined;
  for (const [name, meter] of Object.entries(windows ?? {})) {
    persona.meters[name] =
      meter === null ? null : patchedMeter(persona.meters[name] ?? undefined, meter, clock);
  }
}

function patchedMeter(before: Meter | undefined, patch: z.infer<typeof meterPatch>, clock: Clock): Meter {
  const lengthSeconds = patch.lengthSeconds ?? before?.lengthSeconds ?? 5 * 3600;
  const unchanged = before?.resetsAtMs ?? clock.nowMs() + lengthSeconds * 1000;
  const relative =
    patch.resetsInSeconds === undefined ? unchanged : clock.nowMs() + patch.resetsInSeconds * 1000;
  return {
    usedPercent: patch.usedPercent ?? before?.usedPercent ?? 0,
    lengthSeconds,
    resetsAtMs: patch.resetsAt === undefined ? relative : Date.parse(patch.resetsAt),
  };
}
