// The person at the keyboard who has asked for something at a terminal, and says yes to it in the dialog of the app.
import { pressKeys, waitForDialog } from '../../world/desktop/dialogs.ts';

/** @param asked what makes the app ask; its dialog opens while that waits */
export async function withYes<Answer>(asked: Promise<Answer>): Promise<Answer> {
  // Without a dialog, what was answered says why.
  const dialog = waitForDialog('Gatehouse asks', { deadlineMs: 30_000 });
  const first = await Promise.race([dialog, asked.then(() => undefined)]);
  if (first === undefined) void dialog.catch(() => undefined);
  else await pressKeys(first, ['Tab', 'Return']);
  return asked;
}
