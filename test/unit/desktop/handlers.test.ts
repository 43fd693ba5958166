// Every call of the contract reaches the intent it stands for, and answers when that is done.
import { expect, test } from 'vitest';
import { handlersFor } from '../../../main/desktop/handlers.ts';
import type { Intents } from '../../../main/desktop/intents.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { initialState } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import { callNames, type CallAnswer, type CallInput, type CallName } from '../../../preload/contract.ts';
import { failureOf } from '../../fakes/failures.ts';
import { settle } from '../../fakes/time.ts';

const view = makeView(initialState, [], '1.2.3');

/** Intents that write down what was asked for, a secret as what it holds; `answer` is what those that wait wait for. */
function open(answer: Promise<void> = Promise.resolve()) {
  const asked: unknown[][] = [];
  const note =
    (name: keyof Intents) =>
    (...values: unknown[]): void => {
      asked.push([
        name,
        ...values.map((value) => (value instanceof Secret ? { secret: value.reveal() } : value)),
      ]);
    };
  const waitFor =
    (name: keyof Intents) =>
    (...values: unknown[]): Promise<void> => {
      note(name)(...values);
      return answer;
    };
  const intents: Intents = {
    signIn: note('signIn'),
    cancelSignIn: note('cancelSignIn'),
    enterKey: waitFor('enterKey'),
    copySignInAddress: note('copySignInAddress'),
    prefer: note('prefer'),
    refreshQuota: waitFor('refreshQuota'),
    open: note('open'),
    quit: note('quit'),
  };
  return { asked, handlers: handlersFor(intents, () => view) };
}

type Example<Name extends CallName> = readonly [
  input: CallInput<Name>,
  asked: readonly unknown[],
  answer: CallAnswer<Name>,
];

/** What each call asks for, and its answer. A call without a row here does not compile. */
const examples: { readonly [Name in CallName]: Example<Name> } = {
  'view.get': [{}, [], view],
  'signIn.start': [{ provider: 'p', method: 'm' }, [['signIn', 'p', 'm']], null],
  'signIn.cancel': [{ provider: 'p' }, [['cancelSignIn', 'p']], null],
  'signIn.copyUrl': [{ provider: 'p' }, [['copySignInAddress', 'p']], null],
  'secret.enter': [
    { provider: 'p', method: 'm', secret: 'canary_key' },
    [['enterKey', 'p', 'm', { secret: 'canary_key' }]],
    null,
  ],
  'provider.prefer': [{ provider: 'p' }, [['prefer', 'p']], null],
  'quota.refresh': [{ account: 'a' }, [['refreshQuota', 'a']], null],
};

async function sent<Name extends CallName>(name: Name): Promise<readonly [unknown[][], CallAnswer<Name>]> {
  const { asked, handlers } = open();
  const answer = await handlers[name](examples[name][0]);
  return [asked, answer];
}

test.each(callNames)('%s reaches its intent, once and no other', async (name) => {
  const [, asked, answer] = examples[name];
  expect(await sent(name)).toEqual([asked, answer]);
});

const waitingCalls: readonly (readonly [CallName, (answer: Promise<void>) => Promise<unknown>])[] = [
  [
    'secret.enter',
    async (answer) =>
      open(answer).handlers['secret.enter']({ provider: 'p', method: 'm', secret: 'canary_key' }),
  ],
  ['quota.refresh', async (answer) => open(answer).handlers['quota.refresh']({ account: 'a' })],
];

test.each(waitingCalls)('%s answers when the work is done, not before', async (_name, send) => {
  const work = Promise.withResolvers<undefined>();
  const answers: unknown[] = [];
  const answered = send(work.promise).then((answer) => answers.push(answer));
  await settle();
  const early = [...answers];
  work.resolve(undefined);
  await answered;
  expect([early, answers]).toEqual([[], [null]]);
});

test.each(waitingCalls)('%s passes the failure of its intent on', async (_name, send) => {
  const refused = new Failure('credential/key-rejected', { subject: 'Claude' });
  expect(await failureOf(send(Promise.reject(refused)))).toEqual(refused.toValue());
});
