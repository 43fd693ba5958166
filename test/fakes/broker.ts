// What the local service can have done, written down; and the answers it gives.
import { Failure } from '../../main/domain/failure.ts';
import type { SignInLine, Status } from '../../main/broker/protocol.ts';
import type { BrokerActions, SignInOrder } from '../../main/broker/routes.ts';

export const emptyStatus: Status = {
  schema: 1,
  version: '1.2.3',
  preferred: null,
  providers: [],
  problems: [],
};

export const exampleStatus: Status = {
  schema: 1,
  version: '1.2.3',
  preferred: 'openai',
  providers: [
    { id: 'claude', label: 'Claude', methods: ['api-key'], accounts: [] },
    {
      id: 'openai',
      label: 'OpenAI',
      methods: ['chatgpt'],
      accounts: [
        {
          id: 'openai:user-1.acc-1',
          label: 'ada@example.test',
          plan: 'Plus',
          windows: [{ id: 'length-18000', label: '5-hour', usedPercent: 42, resetsAt: null, level: 'ok' }],
          readAt: 5,
          source: 'a test',
          problem: null,
        },
      ],
    },
  ],
  problems: [],
};

const [account] = exampleStatus.providers.flatMap(({ accounts }) => accounts);
if (account === undefined) throw new Error('the example has an account');
export const signedInLine: SignInLine = { type: 'signed-in', provider: 'openai', account };

/** A sign-in that waits until it is cancelled; resolves with its order once it runs. */
export function waitingSignIn(): {
  started: Promise<SignInOrder>;
  run: (order: SignInOrder) => Promise<never>;
  cancelled: Promise<void>;
} {
  const started = Promise.withResolvers<SignInOrder>();
  const cancelled = Promise.withResolvers<undefined>();
  return {
    started: started.promise,
    cancelled: cancelled.promise,
    run: (order) => {
      order.report({ type: 'step', step: 'waiting', url: 'https://auth.example.test' });
      started.resolve(order);
      return new Promise((_resolve, reject) => {
        order.signal.addEventListener('abort', () => {
          cancelled.resolve(undefined);
          reject(new Failure('sign-in/cancelled', { subject: 'OpenAI' }));
        });
      });
    },
  };
}

export class RecordingActions implements BrokerActions {
  readonly asked: string[] = [];
  status: () => Promise<Status> = async () => exampleStatus;
  /** What a sign-in does; reports one step and succeeds unless a test says otherwise. */
  signingIn: (order: SignInOrder) => Promise<SignInLine> = async ({ report }) => {
    report({ type: 'step', step: 'starting' });
    return signedInLine;
  };

  readonly signIn = (order: SignInOrder): Promise<SignInLine> => {
    this.asked.push(
      `sign in to ${order.provider} by ${order.method ?? 'any way'}${order.secret === undefined ? '' : ` with ${order.secret.reveal()}`}`,
    );
    return this.signingIn(order);
  };

  readonly prefer = (provider: string): void => {
    if (provider === 'nobody') throw new Failure('selection/unknown-provider', { subject: provider });
    this.asked.push(`prefer ${provider}`);
  };

  readonly open = (): void => {
    this.asked.push('open');
  };

  /** What follows a quit, once its answer has left. */
  afterQuit: () => void = () => undefined;

  readonly quit = (): void => {
    this.asked.push('quit');
    setImmediate(() => {
      this.afterQuit();
    });
  };
}
