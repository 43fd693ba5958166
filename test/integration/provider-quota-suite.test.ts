// What every provider in the list that can be asked for a quota has to answer, against the strict sandbox: figures that make
// sense, and none where the answer makes none. A new provider is tested by being in both lists.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import type { ProviderTools, QuotaAnswer } from '../../main/providers/description.ts';
import { RecordingLog } from '../fakes/log.ts';
import { faultsOf, saysSomething, spoiltBodies } from './support/quota-checks.ts';
import { shown } from './support/provider-ways.ts';
import { quotaQuestions } from './support/quota-questions.ts';
import { useSandbox, type Exchange } from './support/sandbox-tools.ts';

const there = useSandbox();
const { sandbox, toolsOf } = there;

const questions = quotaQuestions(there);

/** Tools whose questions are answered as before, but for one, which gets this body. */
function answering(exchanges: readonly Exchange[], other: Exchange, body: string): ProviderTools {
  const http = async (url: string): Promise<Response> => {
    const found = exchanges.find((each) => each.url === url);
    if (found === undefined) throw new Failure('network/offline', { subject: new URL(url).hostname });
    return new Response(found === other ? body : found.text, {
      status: found.status,
      headers: { 'content-type': 'application/json' },
    });
  };
  return { http, clock: { nowMs: () => sandbox().clock.nowMs() }, log: new RecordingLog() };
}

/** Nobody in the sandbox has used nothing. */
function zeroes({ windows }: QuotaAnswer): readonly string[] {
  return windows.filter(({ usedPercent }) => usedPercent === 0).map(({ id }) => `${id} at 0 %`);
}

/** What may not come of an answer that makes no sense; a failure may. */
async function wrongWith(read: () => Promise<QuotaAnswer>): Promise<readonly string[]> {
  try {
    const answer = await read();
    return [...faultsOf(answer), ...zeroes(answer)];
  } catch (thrown) {
    if (!(thrown instanceof Failure)) return [`thrown: ${String(thrown)}`];
    return shown(thrown, new RecordingLog()).includes('canary_') ? ['a secret is shown'] : [];
  }
}

test('some providers can be asked', () => {
  expect(questions.length).toBeGreaterThan(0);
});

describe.each(questions)('the quota of $name', ({ provider, asking, read }) => {
  test('has figures that make sense', async () => {
    const answer = await read(await asking(), toolsOf(provider));
    expect([faultsOf(answer), saysSomething(answer)]).toEqual([[], true]);
  });

  test('has no figure out of nothing: an answer that makes no sense is a failure, or leaves it unknown', async () => {
    const given = await asking();
    const tools = toolsOf(provider);
    const good = await read(given, tools);
    const wrong: string[] = [];
    for (const exchange of tools.exchanges) {
      for (const body of spoiltBodies(exchange.text)) {
        const found = await wrongWith(() => read(given, answering(tools.exchanges, exchange, body)));
        wrong.push(...found.map((words) => `${words}: ${body}`));
      }
    }
    expect([zeroes(good), wrong]).toEqual([[], []]);
  });
});
