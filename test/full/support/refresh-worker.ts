// One process of ours: opens the vault of a folder when told, and asks for usable keys when told. Talks over IPC; each
// step of a refresh is also a line on descriptor 4, where it outlives the process.
import { writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { toFailure } from '../../../main/domain/failure.ts';
import type { Http } from '../../../main/ports.ts';
import { createRefresher, type Refresher } from './refresher.ts';
import { orderShape, type Order, type Reply } from './refresh-talk.ts';

const say = (reply: Reply): void => {
  process.send?.(reply);
};

let refresher: Refresher | undefined;

/** Stops where the request would leave. */
const hanging: Http = () => {
  say({ said: 'inside' });
  return new Promise(() => undefined);
};

async function obey(order: Order): Promise<Reply> {
  if (order.do === 'open') {
    refresher = createRefresher({
      folder: order.folder,
      url: order.url,
      without: order.without,
      ...(order.hangs && { http: hanging }),
      step: (step, atMs) => {
        writeSync(4, `${step} ${atMs}\n`);
      },
    });
    await refresher.open();
    return { said: 'opened' };
  }
  if (refresher === undefined) throw new Error('nothing is open');
  const { credential } = await refresher.get();
  const refresh = createHash('sha256').update(credential.refreshToken.reveal()).digest('hex');
  return { said: 'got', refresh };
}

process.on('message', (message: unknown) => {
  obey(orderShape.parse(message)).then(say, (thrown: unknown) => {
    const { code, detail, cause } = toFailure(thrown);
    say({ said: 'failed', code, detail: detail ?? String(cause ?? thrown) });
  });
});
// Whoever started it is gone: nobody would end it.
process.on('disconnect', () => {
  process.exit(0);
});
// Most are killed, and then keep nothing for the next one by themselves.
flushCompileCache();
say({ said: 'ready' });
