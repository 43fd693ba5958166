// `gatehouse diagnose`: what somebody else needs to understand a fault, and nothing that tells whose it is. It is made here
// and goes nowhere; without a running app it holds what can be said without one.
import { open } from 'node:fs/promises';
import { release } from 'node:os';
import { join, resolve } from 'node:path';
import { doctorShape, type DoctorAnswer } from '../../broker/protocol/doctor.ts';
import { packagesShape, type PackagesAnswer } from '../../broker/protocol/packages.ts';
import type { Status } from '../../broker/protocol.ts';
import { createVeil, type Veil } from '../../domain/diagnosis.ts';
import { terminalFacts } from '../../domain/doctor-terminal.ts';
import { toFailure } from '../../domain/failure.ts';
import { plainStrategies } from '../../domain/settings.ts';
import { reservedNames } from '../../providers/reserved.ts';
import { slowAnswerLimitMs } from '../answer-limits.ts';
import { connectToApp } from '../client.ts';
import type { Diagnosis } from '../json-schemas-diagnose.ts';
import { exit, print, printExactly } from '../output.ts';
import { requireFree, writeOwnFile } from '../own-file.ts';
import { withProgress } from '../terminal.ts';
import { spelledFolder } from '../working-folder.ts';
import { diagnoseWords } from './diagnose-words.ts';
import type { CliParts, JsonOption } from './parts.ts';

const mostLogBytes = 128 * 1024;
const mostLogLines = 300;

export interface DiagnoseOptions extends JsonOption {
  readonly out?: string;
  readonly force?: true;
}

/** What may stand in a report as it is: the providers that are built in, and strategies. */
const providerWords: ReadonlySet<string> = new Set([
  ...reservedNames.providers.flatMap(({ id, label }) => [id, label, `prefer-${id}`]),
  ...plainStrategies,
  'gatehouse',
]);

interface Told {
  readonly status: Status;
  /** The programs that the app knows, which are always its own. */
  readonly programs: readonly string[];
  readonly packages: PackagesAnswer['packages'] | null;
  readonly findings: DoctorAnswer['findings'] | null;
}

/** What the app says of itself. One part that fails leaves the others. @throws Failure where it does not answer at all */
async function askApp({ paths, environment }: CliParts): Promise<Told> {
  const client = connectToApp(paths, environment);
  const status = await client.status();
  const terminal = terminalFacts(environment, await spelledFolder(environment, process.cwd()));
  const [programs, packages, findings] = await Promise.all([
    client.providers().then(
      ({ consumers }) => consumers.flatMap(({ id, label }) => [id, label]),
      () => [],
    ),
    client.ask({ method: 'GET', path: '/v1/packages' }, packagesShape).then(
      (answer) => answer.packages,
      () => null,
    ),
    client
      .ask(
        { method: 'POST', path: '/v1/doctor/look', body: { terminal }, answerLimitMs: slowAnswerLimitMs },
        doctorShape,
      )
      .then(
        (answer) => answer.findings,
        () => null,
      ),
  ]);
  return { status, programs, packages, findings };
}

/** The end of the log; empty where there is none. */
async function lastLines(folder: string): Promise<readonly string[]> {
  try {
    await using file = await open(join(folder, 'gatehouse.log'), 'r');
    const { size } = await file.stat();
    const length = Math.min(size, mostLogBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    // The first one may be cut.
    return lines
      .slice(length < size ? 1 : 0)
      .filter((line) => line !== '')
      .slice(-mostLogLines);
  } catch {
    return [];
  }
}

function accountRows({ providers }: Status, { known }: Veil): Diagnosis['accounts'] {
  return providers.flatMap(({ id: provider, accounts }) =>
    accounts.map(({ active, metered, plan, keys, windows, readAt, problem }, index) => ({
      name: `account ${String(index + 1)}`,
      provider: known(provider),
      active,
      metered,
      plan: plan === null || providerWords.has(provider) ? plan : known(plan),
      keptBy: known(keys.owner),
      backend: keys.backend,
      expiresAt: keys.expiresAt,
      renewedAt: keys.renewedAt,
      // The ids of their windows are the provider's, which may be a file of the person's.
      windows: windows.map(({ id, usedPercent }) => ({
        id: providerWords.has(provider) ? id : known(id),
        usedPercent,
        readAt,
      })),
      problem: problem?.code ?? null,
    })),
  );
}

const systemFacts = (environment: NodeJS.ProcessEnv): Diagnosis['system'] => ({
  platform: process.platform,
  release: release(),
  architecture: process.arch,
  electron: versionOf('electron'),
  chromium: versionOf('chrome'),
  node: process.versions.node,
  desktop: environment['XDG_CURRENT_DESKTOP'] ?? null,
  session: environment['XDG_SESSION_TYPE'] ?? null,
});

/** In a plain Node there is no such part, whatever its types say. */
function versionOf(part: string): string {
  return new Map(Object.entries(process.versions)).get(part) ?? 'none';
}

async function report(parts: CliParts): Promise<Diagnosis> {
  const { paths, environment, version } = parts;
  const told = await askApp(parts).catch(toFailure);
  const programs = 'status' in told ? told.programs : [];
  const veil = createVeil(new Set([...providerWords, ...programs]));
  const facts = { madeAt: Date.now(), version, system: systemFacts(environment) };
  const log = (await lastLines(paths.log)).map((line) => veil.line(line));
  if (!('status' in told))
    return {
      ...facts,
      app: { running: false, version: null, failure: told.code },
      selection: null,
      accounts: [],
      problems: [],
      packages: null,
      findings: null,
      log,
    };
  const { status, packages, findings } = told;
  const { provider, phase } = status.selection;
  return {
    ...facts,
    app: { running: true, version: status.version, failure: null },
    selection: {
      provider: provider === null ? null : veil.known(provider),
      phase,
      strategy: veil.known(status.strategy),
    },
    accounts: accountRows(status, veil),
    problems: status.problems.map(({ code }) => code),
    packages:
      packages?.map((each) => ({
        provider: each.provider === null ? null : veil.known(each.provider),
        state: each.state,
      })) ?? null,
    findings:
      findings?.map(({ kind, severity, program }) => ({
        kind,
        severity,
        program: program === null ? null : veil.known(program),
      })) ?? null,
    log,
  };
}

export async function diagnose({ out, force, json }: DiagnoseOptions, parts: CliParts): Promise<number> {
  if (out !== undefined && force !== true) await requireFree(out);
  const made = await withProgress(diagnoseWords.working, report(parts));
  const text = `${JSON.stringify(made, undefined, 2)}\n`;
  if (out !== undefined) await writeOwnFile(out, text, force === true);
  if (json === true)
    print(
      JSON.stringify({
        schema: 1,
        ok: true,
        path: out === undefined ? null : resolve(out),
        report: out === undefined ? made : null,
      }),
    );
  else if (out === undefined) printExactly(text);
  else print(diagnoseWords.written(out));
  return exit.ok;
}
