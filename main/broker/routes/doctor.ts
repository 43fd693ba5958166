// The routes for Doctor.
import type { TerminalFacts } from '../../domain/doctor-terminal.ts';
import {
  doctorFindingRequestShape,
  doctorLookRequestShape,
  doctorPreviewShape,
  doctorShape,
  doctorUndoRequestShape,
  type DoctorAnswer,
  type DoctorPreviewAnswer,
} from '../protocol/doctor.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface DoctorActions {
  look(terminal: TerminalFacts): Promise<DoctorAnswer>;
  preview(finding: string, terminal: TerminalFacts): Promise<DoctorPreviewAnswer>;
  /** May wait for the person's answer to a question of the app. */
  fix(finding: string, terminal: TerminalFacts, signal: AbortSignal): Promise<DoctorAnswer>;
  undo(repair: string, terminal: TerminalFacts): Promise<DoctorAnswer>;
}

export function doctorRoutes(doctor: DoctorActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/doctor/look',
      about: 'Which identity each program uses and why, and what is not as it should be.',
      intent: 'configure',
      slow: true,
      body: doctorLookRequestShape,
      answer: doctorShape,
      handle: ({ body }) => doctor.look(body.terminal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/doctor/preview',
      about: 'What a repair would change in a file.',
      intent: 'configure',
      slow: true,
      body: doctorFindingRequestShape,
      answer: doctorPreviewShape,
      handle: ({ body }) => doctor.preview(body.finding, body.terminal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/doctor/fix',
      about: 'Repairs a finding.',
      intent: 'configure',
      slow: true,
      body: doctorFindingRequestShape,
      answer: doctorShape,
      handle: ({ body, call }) => doctor.fix(body.finding, body.terminal, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/doctor/undo',
      about: 'Takes a repair back.',
      intent: 'configure',
      slow: true,
      body: doctorUndoRequestShape,
      answer: doctorShape,
      handle: ({ body }) => doctor.undo(body.repair, body.terminal),
    }),
  ];
}
