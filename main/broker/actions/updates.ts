// What the local service can have done about updates of Gatehouse itself: be told of them, and have them looked for.
import { Failure } from '../../domain/failure.ts';
import type { View } from '../../../preload/view.ts';
import type { UpdatesAnswer } from '../protocol/updates.ts';
import type { UpdateActions } from '../routes/updates.ts';

export interface UpdateActionParts {
  /** Where nobody looks for any, there is none. */
  readonly updates?: { look(): Promise<void> };
}

const nothing = { way: null, step: null, newer: null, page: null, lookedAt: null, problem: null } as const;

function answered({ version, updates }: View): UpdatesAnswer {
  const { kind } = updates;
  if (kind === 'off') return { schema: 1, version, off: updates.why, ...nothing };
  const { way, step, version: newer, page, lookedAt, problem } = updates;
  return { schema: 1, version, off: null, way, step, newer, page, lookedAt, problem };
}

export function updateActions({ updates }: UpdateActionParts, view: () => View): UpdateActions {
  return {
    show: async () => answered(view()),
    async look() {
      if (updates === undefined) throw new Failure('update/off', { subject: 'Gatehouse' });
      await updates.look();
      return answered(view());
    },
  };
}
