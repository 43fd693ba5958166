// The routes for Doctor.
import { Hono } from 'hono';
import type { TerminalFacts } from '../../domain/doctor-terminal.ts';
import { readBody } from '../body.ts';
import {
  doctorFindingRequestShape,
  doctorLookRequestShape,
  doctorUndoRequestShape,
  type DoctorAnswer,
  type DoctorPreviewAnswer,
} from '../protocol/doctor.ts';

export interface DoctorActions {
  look(terminal: TerminalFacts): Promise<DoctorAnswer>;
  preview(finding: string, terminal: TerminalFacts): Promise<DoctorPreviewAnswer>;
  fix(finding: string, terminal: TerminalFacts): Promise<DoctorAnswer>;
  undo(repair: string, terminal: TerminalFacts): Promise<DoctorAnswer>;
}

export function doctorRoutes(doctor: DoctorActions): Hono {
  const routes = new Hono();
  routes.post('/doctor/look', async (context) => {
    const { terminal } = await readBody(context, doctorLookRequestShape);
    return context.json(await doctor.look(terminal));
  });
  routes.post('/doctor/preview', async (context) => {
    const { finding, terminal } = await readBody(context, doctorFindingRequestShape);
    return context.json(await doctor.preview(finding, terminal));
  });
  routes.post('/doctor/fix', async (context) => {
    const { finding, terminal } = await readBody(context, doctorFindingRequestShape);
    return context.json(await doctor.fix(finding, terminal));
  });
  routes.post('/doctor/undo', async (context) => {
    const { repair, terminal } = await readBody(context, doctorUndoRequestShape);
    return context.json(await doctor.undo(repair, terminal));
  });
  return routes;
}
