// Doctor: whose identity each program uses and why, what is not as it should be, and what can be done about it.
import type { TerminalFacts } from '../domain/doctor-terminal.ts';
import { Failure } from '../domain/failure.ts';
import { changesFile, type Finding } from '../domain/finding.ts';
import { findingWords, repairLabel } from '../domain/finding-words.ts';
import type { Language } from '../domain/language.ts';
import { phrase } from '../domain/phrases.ts';
import { applyFix, previewFix } from './doctor-fixes.ts';
import { lookAround, type Look } from './doctor-looks.ts';
import type { DoctorParts, DoctorReport } from './doctor-parts.ts';
import { canTakeBack, takeBack } from './doctor-undo.ts';
import { createTurns } from '../domain/in-turn.ts';
import type { FilePreview } from './preview-file.ts';

export type { DoctorParts, DoctorReport } from './doctor-parts.ts';

/**
 * Each takes the terminal that is looked at; without one, the environment of the app counts. And the language of the
 * answer; without one, English, as in a terminal.
 */
export interface Doctor {
  /** Looks at everything; asks hosts that programs ask at each start, and nothing else outside this machine. */
  look(terminal?: TerminalFacts, language?: Language): Promise<DoctorReport>;
  /**
   * What the fix would change, without any secret.
   * @throws Failure `doctor/no-such-finding`, `doctor/by-hand`, or of the `storage/` family
   */
  preview(finding: string, terminal?: TerminalFacts, language?: Language): Promise<FilePreview>;
  /**
   * Does what the fix says, and looks again.
   * @param signal whoever asked wants it no more: a question to the person is taken back
   * @throws Failure as `preview`, or the signal's reason; nothing was changed then
   */
  fix(
    finding: string,
    terminal?: TerminalFacts,
    signal?: AbortSignal,
    language?: Language,
  ): Promise<DoctorReport>;
  /**
   * Takes back what a fix has changed in a file of the person's, and looks again.
   * @throws Failure `doctor/no-such-finding`, `storage/conflict` when somebody has changed it since, `credential/spent` when
   * the sign-in in it was renewed since
   */
  undo(repair: string, terminal?: TerminalFacts, language?: Language): Promise<DoctorReport>;
}

const severities = ['problem', 'warning'] as const;

export function createDoctor(parts: DoctorParts): Doctor {
  /** By file, until when what others wrote there counts as seen, Unix milliseconds. */
  const accepted = new Map<string, number>();

  /** A look in the middle of a fix would tell of neither. */
  const inTurn = createTurns();

  function shown(finding: Finding, language: Language | undefined): DoctorReport['findings'][number] {
    const { id, kind, severity, where, line, repair } = finding;
    const program = parts.consumers.find((each) => each.id === finding.consumer)?.label ?? null;
    return {
      id,
      kind,
      program,
      severity,
      ...findingWords(finding, program, language),
      where,
      line: line ?? null,
      fix:
        repair === undefined
          ? null
          : { label: repairLabel(repair, language), changesFile: changesFile(repair) },
    };
  }

  async function repaired(): Promise<DoctorReport['repaired']> {
    const records = await parts.repairs.load();
    const standing = await Promise.all(records.map((record) => canTakeBack(record, parts)));
    return records
      .filter((_record, index) => standing[index])
      .map(({ id, at, planned: { path } }) => ({ id, path, at }))
      .toReversed();
  }

  async function report({ identities, findings }: Look, language?: Language): Promise<DoctorReport> {
    return {
      at: parts.clock.nowMs(),
      identities: identities.map((each) => ({ ...each, why: phrase(language, each.why) })),
      findings: severities.flatMap((severity) =>
        findings.filter((each) => each.severity === severity).map((each) => shown(each, language)),
      ),
      repaired: await repaired(),
    };
  }

  const lookAt = (terminal: TerminalFacts | undefined): Promise<Look> =>
    lookAround(terminal, accepted, parts);

  async function found(
    id: string,
    terminal: TerminalFacts | undefined,
  ): Promise<{ readonly finding: Finding; readonly chains: Look['chains'] }> {
    const { findings, chains } = await lookAt(terminal);
    const finding = findings.find((each) => each.id === id);
    if (finding === undefined) throw new Failure('doctor/no-such-finding', { subject: id });
    return { finding, chains };
  }

  return {
    look: (terminal, language) => inTurn(async () => report(await lookAt(terminal), language)),
    preview: (finding, terminal, language) =>
      inTurn(async () => previewFix((await found(finding, terminal)).finding, parts, language)),
    fix: (id, terminal, signal, language) =>
      inTurn(async () => {
        const { finding, chains } = await found(id, terminal);
        await applyFix(finding, chains, accepted, parts, signal);
        return report(await lookAt(terminal), language);
      }),
    undo: (repair, terminal, language) =>
      inTurn(async () => {
        await takeBack(repair, accepted, parts);
        return report(await lookAt(terminal), language);
      }),
  };
}
