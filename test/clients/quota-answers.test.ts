// What the real Codex says about the quota of its account is read as the same windows that OpenAI's endpoint states.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openai } from '../../main/providers/openai/index.ts';
import { startCodexAppServer } from './codex-app-server.ts';
import { makeHome, run } from './run-client.ts';
import { expectNothingUnknown, personAtBrowser, playScenario } from './sandbox-log.ts';

const answerShape = z.record(z.string(), z.json());
const resetS = Math.floor(Date.now() / 1000) + 86_400;
const window = {
  used_percent: 64,
  limit_window_seconds: 18_000,
  reset_after_seconds: 86_400,
  reset_at: resetS,
};
const usage = {
  credits: { has_credits: true, unlimited: false, balance: '150.0' },
  spend_control: {
    reached: false,
    individual_limit: {
      source: 'workspace',
      limit: '25000',
      used: '8000',
      remaining: '17000',
      used_percent: 32,
      remaining_percent: 68,
      reset_after_seconds: 86_400,
      reset_at: resetS,
    },
  },
  additional_rate_limits: [
    {
      limit_name: 'GPT-6-Spark',
      metered_feature: 'codex_spark',
      rate_limit: { allowed: true, limit_reached: false, primary_window: window, secondary_window: null },
    },
  ],
};

test('Codex tells every meter of its account', async () => {
  await using home = await makeHome();
  await personAtBrowser('openai-plus-ada');
  await playScenario({ personas: { 'openai-plus-ada': { usage } } });
  expect(await run(home.path, ['codex', 'login'])).toMatchObject({ code: 0 });
  await using server = await startCodexAppServer(home.path);
  await server.call('account/read', { refreshToken: false });
  const answer = answerShape.parse(await server.call('account/rateLimits/read', {}));
  const read = await openai.quotaIn?.program?.(answer, Date.now());
  expect({
    ...read,
    windows: read?.windows.map(({ id, scope, usedPercent, amount }) => ({ id, scope, usedPercent, amount })),
  }).toEqual({
    windows: [
      { id: 'length-18000', usedPercent: 42 },
      { id: 'gpt-6-spark-length-18000', scope: 'GPT-6-Spark', usedPercent: 64 },
      { id: 'length-604800', usedPercent: 5 },
      {
        id: 'spend-limit',
        usedPercent: 32,
        amount: { unit: 'credits', used: 8000, limit: 25_000, left: null },
      },
      { id: 'credits', usedPercent: null, amount: { unit: 'credits', used: null, limit: null, left: 150 } },
    ],
    source: 'Codex',
    plan: { plan: 'plus' },
    features: ['credits', 'spend limit', 'limit resets'],
  });
  expect(read?.windows.map(({ resetsAt }) => resetsAt).filter((at) => at === resetS * 1000)).toHaveLength(2);
  await expectNothingUnknown();
});
