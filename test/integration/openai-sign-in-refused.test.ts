// Signing in with ChatGPT when the token endpoint says no, or nothing that makes sense; and what the log shows of it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openLog } from '../../main/adapters/electron/log.ts';
import { Failure, type FailureValue } from '../../main/domain/failure.ts';
import { failureOf, thrownFailure } from '../fakes/failures.ts';
import { html, json } from '../fakes/http.ts';
import { signIn, withToken } from '../fakes/openai-attempt.ts';
import { claimsWith, tokens } from '../fakes/openai-server.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const refused = (detail: string): FailureValue => ({
  code: 'sign-in/refused-answer',
  subject: 'OpenAI',
  detail,
});

describe('an answer that says no, or nothing that makes sense', () => {
  test.each<[string, () => Response | Promise<Response>, FailureValue]>([
    [
      'an error as OAuth has it',
      json({ error: 'invalid_grant', error_description: 'canary_description' }, 400),
      refused('invalid_grant'),
    ],
    [
      'an error as OpenAI has it',
      json({ error: { code: 'token_expired', message: 'canary_message' } }, 400),
      refused('token_expired'),
    ],
    [
      'an error as OpenAI has it, with 401',
      json({ error: { code: 'invalid_client', message: 'canary_message' } }, 401),
      refused('invalid_client'),
    ],
    [
      'an error in plain words',
      () => new Response('canary_words', { status: 400 }),
      refused('OAUTH_RESPONSE_IS_NOT_JSON'),
    ],
    ['429', json({}, 429), { code: 'provider/rate-limited', subject: 'OpenAI', detail: 'status 429' }],
    [
      '500',
      json({ error: 'server_error' }, 500),
      { code: 'provider/unavailable', subject: 'OpenAI', detail: 'status 500' },
    ],
    ['503 with HTML', html(503), { code: 'provider/unavailable', subject: 'OpenAI', detail: 'status 503' }],
    ['200 with HTML', html(), refused('OAUTH_RESPONSE_IS_NOT_JSON')],
    ['200 with a list', json([1]), refused('OAUTH_INVALID_RESPONSE')],
    ['200 with nothing', () => new Response('', { status: 200 }), refused('OAUTH_RESPONSE_IS_NOT_JSON')],
    ['no access token', () => tokens({ access_token: undefined }), refused('OAUTH_INVALID_RESPONSE')],
    [
      'no refresh token',
      () => tokens({ refresh_token: undefined }),
      refused('the answer lacks the account or a token'),
    ],
    ['no token type', () => tokens({ token_type: undefined }), refused('OAUTH_INVALID_RESPONSE')],
    ['another token type', () => tokens({ token_type: 'mac' }), refused('OAUTH_UNSUPPORTED_OPERATION')],
    ['a life time below nothing', () => tokens({ expires_in: -1 }), refused('OAUTH_INVALID_RESPONSE')],
    [
      'a network that is down',
      () => Promise.reject(new Failure('network/offline', { subject: 'auth.openai.com' })),
      { code: 'network/offline', subject: 'auth.openai.com' },
    ],
    [
      'a server that is slow',
      () => Promise.reject(new Failure('network/timed-out', { subject: 'auth.openai.com' })),
      { code: 'network/timed-out', subject: 'auth.openai.com' },
    ],
    [
      'an answer that is too large',
      () => Promise.reject(new Failure('provider/unexpected-answer', { detail: 'answer too large' })),
      { code: 'provider/unexpected-answer', detail: 'answer too large' },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf(signIn(answer))).toEqual(failure);
  });

  test("a page of a firewall with 403 is nobody's refusal", async () => {
    expect(await failureOf(signIn(html(403)))).toEqual({
      code: 'provider/forbidden',
      subject: 'OpenAI',
      detail: 'status 403',
    });
  });
});

describe('the log', () => {
  // Like real ones these have no shape by which the log's own net could catch them.
  const opaque = 'rt_0pAqUe-ReFrEsH_T0kEn';
  const opaqueCode = 'ac_0pAqUe-C0dE';
  const echo = {
    error: 'invalid_grant',
    error_description: `the code ${opaqueCode} is spent, and so is ${opaque}`,
  };

  test.each<[string, () => Response | Promise<Response>]>([
    ['an error that repeats what was sent', json(echo, 400)],
    [
      'an error in the form of OpenAI that does',
      json({ error: { code: 'x', message: JSON.stringify(echo) } }, 400),
    ],
    [
      'an id token of another issuer',
      withToken(claimsWith({ iss: 'https://evil.test', secret: 'canary_claim' })),
    ],
    ['an id token with a bad signature', withToken(claimsWith(), 'foreign key')],
    ['an answer that is half good', () => tokens({ token_type: undefined, refresh_token: opaque })],
    [
      'words in place of JSON',
      () => new Response(`canary_text {"refresh_token":"${opaque}"}`, { status: 400 }),
    ],
  ])('shows no secret of the failure or of any of its causes: %s', async (_name, answer) => {
    const failure = await thrownFailure(signIn(answer));
    const folder = await temporaryFolder();
    openLog(folder).warn('sign-in failed', { failure });
    const text = await vi.waitFor(() => readFile(join(folder, 'gatehouse.log'), 'utf8'));
    const words = JSON.stringify(failure.toValue()) + failure.message;
    expect([
      /canary|eyJ|0pAqUe/.exec(text)?.[0],
      /canary|eyJ|0pAqUe/.exec(words)?.[0],
      text.includes('sign-in/refused-answer'),
    ]).toEqual([undefined, undefined, true]);
  });
});
