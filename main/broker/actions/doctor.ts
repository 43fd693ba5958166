// What the local service can have Doctor do, for the terminal that asks.
import type { TerminalFacts } from '../../domain/doctor-terminal.ts';
import type { DoctorView, FilePreview } from '../../../preload/view.ts';
import type { DoctorAnswer } from '../protocol/doctor.ts';
import type { DoctorActions } from '../routes/doctor.ts';
import type { ViewAtHand } from './shown.ts';

export interface DoctorActionParts {
  readonly doctor: {
    look(terminal: TerminalFacts): Promise<DoctorView>;
    preview(finding: string, terminal: TerminalFacts): Promise<FilePreview>;
    fix(finding: string, terminal: TerminalFacts, signal: AbortSignal): Promise<DoctorView>;
    undo(repair: string, terminal: TerminalFacts): Promise<DoctorView>;
  };
}

function answer({ at, identities, findings, repaired }: DoctorView): DoctorAnswer {
  return {
    schema: 1,
    at,
    identities: [...identities],
    findings: [...findings],
    repaired: [...repaired],
  };
}

/** What is found rests on the accounts, so every answer waits until they have been read. */
export function doctorActions(
  { doctor }: DoctorActionParts,
  { loadedView }: Pick<ViewAtHand, 'loadedView'>,
): DoctorActions {
  return {
    async look(terminal) {
      await loadedView();
      return answer(await doctor.look(terminal));
    },
    async preview(finding, terminal) {
      await loadedView();
      return { schema: 1, finding, ...(await doctor.preview(finding, terminal)) };
    },
    async fix(finding, terminal, signal) {
      await loadedView();
      return answer(await doctor.fix(finding, terminal, signal));
    },
    async undo(repair, terminal) {
      await loadedView();
      return answer(await doctor.undo(repair, terminal));
    },
  };
}
