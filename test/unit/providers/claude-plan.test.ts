// The plan of a Claude.ai account as its profile states it; what the profile leaves open stays unknown.
import { describe, expect, test } from 'vitest';
import type { FailureValue } from '../../../main/domain/failure.ts';
import type { PlanName } from '../../../main/domain/plan.ts';
import { readPlan } from '../../../main/providers/claude/profile.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { profileUrl, registeredEntry } from '../../fakes/claude-server.ts';
import { failureOf } from '../../fakes/failures.ts';
import { html, json, scriptedHttp } from '../../fakes/http.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime } from '../../fakes/time.ts';

function read(answer: () => Response) {
  const { http, seen } = scriptedHttp({ [profileUrl]: answer });
  const tools = { http, clock: new FakeTime(noonMs), log: new RecordingLog() };
  return { answer: readPlan(registeredEntry(), tools), seen };
}

function profile(organization: object, has: object = { has_claude_max: false, has_claude_pro: false }) {
  return json({
    account: { uuid: 'person-1', email: 'lea@example.test', ...has },
    organization: { uuid: 'org-1', name: 'Lea Dubois', ...organization },
  });
}

test('the request carries the token and no beta', async () => {
  const { answer, seen } = read(profile({ organization_type: 'claude_pro' }));
  await answer;
  expect(seen.map(({ headers }) => headers)).toEqual([
    { accept: 'application/json', authorization: 'Bearer sk-ant-oat01-canary_old' },
  ]);
});

describe('plans', () => {
  const unknown = { has_claude_max: null, has_claude_pro: null };

  test.each<[string, object, object | undefined, PlanName | undefined]>([
    [
      'max, the large one',
      { organization_type: 'claude_max', rate_limit_tier: 'default_claude_max_20x' },
      { has_claude_max: true, has_claude_pro: false },
      { plan: 'max', planDetail: '20x' },
    ],
    [
      'max, the small one',
      { organization_type: 'claude_max', rate_limit_tier: 'default_claude_max_5x' },
      undefined,
      { plan: 'max', planDetail: '5x' },
    ],
    [
      'max of unknown size',
      { organization_type: 'claude_max', rate_limit_tier: null },
      undefined,
      { plan: 'max' },
    ],
    [
      'pro',
      { organization_type: 'claude_pro', rate_limit_tier: 'default_claude_ai' },
      undefined,
      { plan: 'pro' },
    ],
    [
      'team',
      { organization_type: 'claude_team', rate_limit_tier: 'default_raven' },
      undefined,
      { plan: 'team' },
    ],
    ['enterprise', { organization_type: 'claude_enterprise' }, undefined, { plan: 'enterprise' }],
    ['free, in so many words', { organization_type: 'claude_free' }, undefined, { plan: 'free' }],
    ['free, without a type', { organization_type: null }, undefined, { plan: 'free' }],
    ['free, with another type', { organization_type: 'api_individual' }, undefined, { plan: 'free' }],
    ['a word that is new', { organization_type: 'claude_education' }, undefined, { plan: 'education' }],
    ['nothing said', {}, unknown, undefined],
    [
      'another type and a plan somewhere',
      { organization_type: 'api' },
      { has_claude_max: true, has_claude_pro: false },
      undefined,
    ],
  ])('%s', async (_name, organization, has, plan) => {
    expect(await read(profile(organization, has)).answer).toEqual(plan);
  });
});

describe('answers that cannot be used', () => {
  const refusal = (code: FailureValue['code'], detail: string): FailureValue => ({
    code,
    subject: 'Claude',
    detail,
  });

  test.each<[string, () => Response, FailureValue]>([
    [
      'the profile of another organization',
      profile({ uuid: 'org-2', organization_type: 'claude_pro' }),
      refusal('provider/unexpected-answer', 'profile of another organization'),
    ],
    ['no organization', json({ account: {} }), refusal('provider/unexpected-answer', 'field organization')],
    ['a page with 200', html(), refusal('network/intercepted', 'a web page')],
    ['401', json({}, 401), refusal('credential/rejected', 'status 401')],
    ['403', json({}, 403), refusal('provider/forbidden', 'status 403')],
    ['429', json({}, 429), refusal('provider/rate-limited', 'status 429')],
    ['500', json({}, 500), refusal('provider/unavailable', 'status 500')],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(read(answer).answer)).toEqual(failure);
  });
});
