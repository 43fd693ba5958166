// What the local service makes of an order to sign in, and of an answer that is brought by hand.
import { expect, test } from 'vitest';
import { signInActions, type SignInParts } from '../../../../main/broker/actions/sign-ins.ts';
import { signInLineShape, type SignInLine } from '../../../../main/broker/protocol.ts';
import { pasteAnswerShape } from '../../../../main/broker/protocol/sign-ins.ts';
import { Failure } from '../../../../main/domain/failure.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { findProvider } from '../../../../main/providers/list.ts';
import { openaiEntry } from '../../../fakes/accounts.ts';
import { failureOf } from '../../../fakes/failures.ts';

type Begun = Parameters<SignInParts['desk']['begin']>[0];
type Verdict = ReturnType<SignInParts['desk']['paste']>;

const { signal } = new AbortController();
const pasted = new Secret('http://127.0.0.1:1455/auth/callback?code=canary_code');

function open(verdict: Verdict | Failure = { kind: 'taken' }) {
  const begun: Begun[] = [];
  const handed: string[] = [];
  const lines: SignInLine[] = [];
  const unasked = (): never => {
    throw new Error('not asked for here');
  };
  const actions = signInActions(
    {
      find: findProvider,
      signOut: unasked,
      desk: {
        begin: (request) => {
          begun.push(request);
          const toEnter = { code: 'ABCD-EFGH', expiresAt: 5, advice: 'Allow it first.' };
          request.report?.('enter-code', 'https://auth.example.test/device', toEnter);
          return { account: Promise.resolve(openaiEntry().account) };
        },
        paste: (provider, text) => {
          handed.push(`${provider} ${text.reveal()}`);
          if (verdict instanceof Failure) throw verdict;
          return verdict;
        },
      },
    },
    { view: unasked, loadedView: unasked },
  );
  const signIn = (order: {
    provider: string;
    method?: string;
    workspace?: string;
    byHand?: boolean;
  }): Promise<SignInLine> =>
    actions.signIn({
      method: undefined,
      secret: undefined,
      clientId: undefined,
      signal,
      report: (line) => {
        lines.push(line);
      },
      ...order,
    });
  return { actions, begun, handed, lines, signIn };
}

test('the step of a code carries address, code, end and advice, as the protocol has it', async () => {
  const { lines, signIn } = open();
  await signIn({ provider: 'openai', method: 'device-code' }).catch(() => undefined);
  expect(lines.map((line) => signInLineShape.parse(line))).toEqual([
    {
      type: 'step',
      step: 'enter-code',
      url: 'https://auth.example.test/device',
      toEnter: { code: 'ABCD-EFGH', expiresAt: 5, advice: 'Allow it first.' },
    },
  ]);
});

test.each([
  ['openai', undefined, 'chatgpt'],
  ['openai', 'chatgpt', 'chatgpt'],
  ['claude', undefined, 'registered-client'],
])('an answer by hand to %s by %s is for the method %s', async (provider, method, chosen) => {
  const { begun, signIn } = open();
  const order = { provider, byHand: true, ...(method !== undefined && { method }) };
  await signIn(order).catch(() => undefined);
  expect(begun).toMatchObject([{ provider, method: chosen, byHand: true }]);
});

test.each(['device-code', 'codex', 'api-key'])('%s takes no answer by hand', async (method) => {
  const { begun, signIn } = open();
  expect([await failureOf(signIn({ provider: 'openai', method, byHand: true })), begun]).toEqual([
    { code: 'broker/bad-request', subject: 'OpenAI', detail: 'it takes no pasted address' },
    [],
  ]);
});

test.each<[Verdict, object]>([
  [{ kind: 'taken' }, { schema: 1, taken: true, reason: null }],
  [
    { kind: 'refused', reason: 'wrong state' },
    { schema: 1, taken: false, reason: 'wrong state' },
  ],
])('a pasted answer goes to the desk, which says %j', (verdict, answer) => {
  const { actions, handed } = open(verdict);
  expect([pasteAnswerShape.parse(actions.paste('openai', pasted)), handed]).toEqual([
    answer,
    [`openai ${pasted.reveal()}`],
  ]);
});

test.each([
  [{ provider: 'openai', workspace: 'acc-1' }, 'chatgpt'],
  [{ provider: 'openai', workspace: 'acc-1', method: 'device-code' }, 'device-code'],
  [{ provider: 'openai', workspace: 'acc-1', byHand: true }, 'chatgpt'],
])('%j is for the method %s', async (order, chosen) => {
  const { begun, signIn } = open();
  await signIn(order).catch(() => undefined);
  expect(begun).toMatchObject([{ method: chosen, workspace: 'acc-1' }]);
});

test.each([
  [{ provider: 'openai', method: 'codex' }, 'OpenAI'],
  [{ provider: 'claude' }, 'Claude'],
  [{ provider: 'claude', byHand: true }, 'Claude'],
])('%j takes no workspace', async (order, subject) => {
  const { begun, signIn } = open();
  expect([await failureOf(signIn({ ...order, workspace: 'acc-1' })), begun]).toEqual([
    { code: 'broker/bad-request', subject, detail: 'it takes no workspace' },
    [],
  ]);
});

test('an answer that nothing waits for, or for nobody, is refused', async () => {
  const { actions } = open(new Failure('broker/bad-request', { subject: 'OpenAI' }));
  expect([
    await failureOf(() => actions.paste('openai', pasted)),
    await failureOf(() => actions.paste('nobody', pasted)),
  ]).toEqual([
    { code: 'broker/bad-request', subject: 'OpenAI' },
    { code: 'selection/unknown-provider', subject: 'nobody' },
  ]);
});
