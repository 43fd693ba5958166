// `gatehouse doctor`: whose identity each program uses here, what is not as it should be, and repairs.
import {
  doctorPreviewShape,
  doctorShape,
  type DoctorAnswer,
  type DoctorPreviewAnswer,
} from '../../broker/protocol/doctor.ts';
import { Failure } from '../../domain/failure.ts';
import { terminalFacts, type TerminalFacts } from '../../domain/doctor-terminal.ts';
import { requireYes } from '../agree.ts';
import { questionLimitMs, slowAnswerLimitMs } from '../answer-limits.ts';
import type { Client } from '../client.ts';
import { exit, print, tell } from '../output.ts';
import { previewText } from '../preview-text.ts';
import { reachApp } from '../start-app.ts';
import { cancellable, terminalWidth, withProgress, wrapped } from '../terminal.ts';
import { doctorWords } from './doctor-words.ts';
import { spelledFolder } from '../working-folder.ts';
import type { CliParts, JsonOption } from './parts.ts';

const indent = '    ';

export interface DoctorOptions extends JsonOption {
  readonly fix?: readonly string[];
  readonly preview?: string;
  readonly undo?: string;
  readonly yes?: true;
}

type Identity = DoctorAnswer['identities'][number];
type Found = DoctorAnswer['findings'][number];

function identityText({ label, by, identity, where, why }: Identity, width: number): string {
  const { sources, nobody, unknown } = doctorWords;
  const who = identity ?? (by === 'nobody' ? nobody : unknown);
  const place = where === null ? '' : `, ${where}`;
  return [`${label}: ${who} (${sources[by]}${place})`, ...wrapped(why, width, indent)].join('\n');
}

function findingText({ id, severity, what, next, fix }: Found, width: number): string {
  return [
    ...wrapped(`${doctorWords.severity[severity]} ${what}`, width),
    ...wrapped(next, width, indent),
    // On a line of its own, whatever its length, so that it can be copied.
    `${indent}${fix === null ? doctorWords.id(id) : doctorWords.repair(fix.label, id)}`,
  ].join('\n');
}

function reportText({ identities, findings, repaired }: DoctorAnswer, width: number): string {
  const words = doctorWords;
  return [
    words.identities,
    ...identities.map((each) => identityText(each, width)),
    '',
    ...(findings.length === 0
      ? [words.nothing]
      : [words.found, ...findings.map((each) => findingText(each, width))]),
    ...(repaired.length === 0
      ? []
      : ['', words.repaired, ...repaired.map(({ path, id }) => words.takeBack(path, id))]),
  ].join('\n');
}

/** The app, asked about this terminal. */
function doctorAt(client: Client, terminal: TerminalFacts) {
  const post = (path: string, body: object) =>
    ({ method: 'POST', path, body: { ...body, terminal }, answerLimitMs: slowAnswerLimitMs }) as const;
  return {
    look: () => client.ask(post('/v1/doctor/look', {}), doctorShape),
    preview: (finding: string): Promise<DoctorPreviewAnswer> =>
      client.ask(post('/v1/doctor/preview', { finding }), doctorPreviewShape),
    fix: (finding: string, signal: AbortSignal) =>
      client.ask(
        { ...post('/v1/doctor/fix', { finding }), answerLimitMs: questionLimitMs, signal },
        doctorShape,
      ),
    undo: (repair: string) => client.ask(post('/v1/doctor/undo', { repair }), doctorShape),
  };
}

type DoctorHere = ReturnType<typeof doctorAt>;

/** What changes a file of the person's is shown first, and done when they say yes. */
async function repair(
  { id, fix }: Found,
  { yes, json }: DoctorOptions,
  doctor: DoctorHere,
): Promise<DoctorAnswer> {
  if (fix?.changesFile === true) {
    // Nobody is asked about what was not shown; with --json as well, for it goes where the question goes.
    if (json !== true || yes !== true) tell(previewText(await doctor.preview(id)));
    const { question, nobodyToAsk: nobody } = doctorWords;
    await cancellable((signal) => requireYes(yes === true, { question, nobody }, signal));
  }
  const answer = await cancellable((signal) => withProgress(doctorWords.working, doctor.fix(id, signal)));
  tell(doctorWords.fixed(id));
  return answer;
}

/** @throws Failure `doctor/no-such-finding` for what is not found before anything is repaired */
async function repairAll(
  wanted: readonly string[],
  options: DoctorOptions,
  doctor: DoctorHere,
): Promise<DoctorAnswer> {
  const before = await withProgress(doctorWords.working, doctor.look());
  const unknown = wanted.find((id) => !before.findings.some((found) => found.id === id));
  if (unknown !== undefined) throw new Failure('doctor/no-such-finding', { subject: unknown });
  let answer = before;
  for (const id of wanted) {
    const found = answer.findings.find((each) => each.id === id);
    // What was repaired before has taken it away as well.
    if (found === undefined) tell(doctorWords.fixed(id));
    else answer = await repair(found, options, doctor);
  }
  return answer;
}

async function asked(options: DoctorOptions, doctor: DoctorHere): Promise<DoctorAnswer> {
  const { fix, undo } = options;
  if (fix !== undefined) return repairAll(fix, options, doctor);
  if (undo === undefined) return withProgress(doctorWords.working, doctor.look());
  const answer = await withProgress(doctorWords.working, doctor.undo(undo));
  tell(doctorWords.undone);
  return answer;
}

/** Exit code 0 when nothing is found, else 6. */
export async function doctor(options: DoctorOptions, { paths, environment }: CliParts): Promise<number> {
  const { json, preview } = options;
  const client = await reachApp(paths, environment, tell);
  const here = doctorAt(client, terminalFacts(environment, await spelledFolder(environment, process.cwd())));
  if (preview !== undefined) {
    const answer = await withProgress(doctorWords.working, here.preview(preview));
    print(json === true ? JSON.stringify({ ok: true, ...answer }) : previewText(answer));
    return exit.ok;
  }
  const answer = await asked(options, here);
  const ok = answer.findings.length === 0;
  print(json === true ? JSON.stringify({ ok, ...answer }) : reportText(answer, terminalWidth()));
  return ok ? exit.ok : exit.refused;
}
