// The log of the running app, which also hears of what nobody has caught.
import { openLog } from './adapters/electron/log.ts';
import type { Log } from './ports.ts';

export function composeLog(folder: string): Log {
  const log = openLog(folder);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (thrown: unknown) => {
      log.warn(event, { thrown });
    });
  }
  return log;
}
