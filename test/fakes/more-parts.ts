// Flows about what stands on this computer that a test does not expect to be asked.
import type { MoreParts } from '../../main/broker/more-actions.ts';

const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

export const unusedParts: MoreParts = {
  logins: { list: unasked, take: unasked },
  migrate: unasked,
  archive: { backup: unasked, restore: unasked },
  restoreFiles: unasked,
  previewFile: unasked,
  history: { versions: unasked },
  changeSettings: unasked,
  keyStore: { choose: unasked, enterPassphrase: unasked },
};
