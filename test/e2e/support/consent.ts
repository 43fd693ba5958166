// The person at the keyboard who has asked for something at a terminal, and says yes to it in the dialog of the app.
import { pressKeys, waitForDialog } from '../../world/desktop/dialogs.ts';

/**
 * @param asked what makes the app ask; its dialog opens while that waits
 * @throws when it is answered without a dialog, with the answer, which may say why
 */
export async function withYes<Answer>(asked: Promise<Answer>): Promise<Answer> {
  const dialog = waitForDialog('Gatehouse asks', { deadlineMs: 30_000 });
  const unasked = asked.then((answer) => {
    throw new Error(`the person was not asked: ${JSON.stringify(answer)}`);
  });
  // Only who comes first counts; of the other nobody hears.
  for (const each of [dialog, unasked]) each.catch(() => undefined);
  await pressKeys(await Promise.race([dialog, unasked]), ['Tab', 'Return']);
  return asked;
}
