// Addresses that an answer or a page could bring, in their thousands, at the real opener of the browser: what is handed to the
// system lies on a host of a provider's, is spoken to over TLS and carries nothing else.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { providers } from '../../../main/providers/list.ts';
import type { Figure, Outcome } from '../figure.ts';
import { childEnvironment } from '../support/environment.ts';
import { hostileUrls, spoiltUrl } from '../support/hostile-urls.ts';
import { openerReplyShape, type OpenerOrder, type OpenerReply } from '../support/opener-talk.ts';
import { createRandom } from '../support/random.ts';

const hosts = providers.flatMap((provider) => provider.hosts);
const good = hosts.map((host) => `https://${host}/oauth/authorize?client_id=a&state=canary_state`);
const controlUrls = 200;

/** @throws when the opener's process ends without an answer */
async function ask(order: OpenerOrder, isGuarded: boolean): Promise<OpenerReply> {
  const child = fork(join(import.meta.dirname, '../support/opener-child.ts'), isGuarded ? [] : ['without'], {
    execArgv: [],
    env: childEnvironment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answered = once(child, 'message').then(([message]) => openerReplyShape.parse(message));
  const died = ended.then(() => Promise.reject(new Error('the opener has ended without an answer')));
  died.catch(() => undefined);
  child.send(order);
  try {
    return await Promise.race([answered, died]);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** Whether opening it could do no harm, by the words of its own: nothing here asks the code that is measured. */
function isHarmless(opened: string): boolean {
  const [, host = ''] = /^https:\/\/([a-z\d.-]+)\/[!-[\]-~]*$/.exec(opened) ?? [];
  return hosts.includes(host);
}

async function urls(count: number, seed: number, isGuarded: boolean): Promise<Outcome> {
  const random = createRandom(seed);
  const named = hostileUrls.map(({ url }) => url);
  const spoilt = Array.from({ length: Math.max(0, count - named.length) }, () =>
    spoiltUrl(random, good[random.below(good.length)] ?? ''),
  );
  const all = [...named, ...spoilt, ...good];
  const outcomes = await ask({ hosts, urls: all }, isGuarded);
  const opened = (part: OpenerReply): readonly string[] => part.flatMap((one) => one.opened ?? []);
  const namedOpened = opened(outcomes.slice(0, named.length)).length;
  const harmful = opened(outcomes).filter((url) => !isHarmless(url)).length;
  const goodOpened = opened(outcomes.slice(-good.length)).length;
  const unclear = outcomes.filter(
    ({ refusal }) => refusal !== undefined && refusal !== 'network/host-not-allowed',
  ).length;
  return {
    met: namedOpened === 0 && harmful === 0 && unclear === 0 && goodOpened === good.length,
    goal: `0 of ${named.length} hostile addresses opened, 0 of ${spoilt.length.toLocaleString('en')} spoilt ones in a way that could harm, 0 other failures; ${good.length} of ${good.length} good ones opened`,
    actual: `${namedOpened} opened, ${harmful} that could harm, ${unclear} other failures; ${goodOpened} good ones opened`,
    counts: {
      hostile: named.length,
      spoilt: spoilt.length,
      good: good.length,
      hostileOpened: namedOpened,
      harmfulOpened: harmful,
      spoiltOpened: opened(outcomes.slice(named.length, -good.length)).length,
      goodOpened,
      otherFailures: unclear,
    },
  };
}

export const figure: Figure = {
  id: 'hostile-urls',
  about: 'of hostile addresses none is opened in the browser, and good ones are',
  place: 'node',
  size: { unit: 'addresses', quick: 1_000, full: 100_000 },
  measure: (size, seed) => urls(size, seed, true),
  control: (seed) => urls(controlUrls, seed, false),
};
