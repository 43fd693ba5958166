// What a made-up app says about updates of Gatehouse itself.
import type { UpdatesAnswer } from '../../main/broker/protocol/updates.ts';
import type { UpdateActions } from '../../main/broker/routes/updates.ts';

export const offInThisBuild: UpdatesAnswer = {
  schema: 1,
  version: '1.2.3',
  off: 'build',
  way: null,
  step: null,
  newer: null,
  page: null,
  lookedAt: null,
  problem: null,
};

export class UpdateAnswers {
  updates: UpdatesAnswer = offInThisBuild;
}

export function recordingUpdates(asked: string[], answers: UpdateAnswers): UpdateActions {
  return {
    show: async () => answers.updates,
    look: async () => {
      asked.push('look for updates');
      return answers.updates;
    },
  };
}
