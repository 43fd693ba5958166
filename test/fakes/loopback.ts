// A sign-in listener without sockets: the test decides which answer arrives and sees which page was shown.
import type { CallbackExpectation } from '../../main/domain/callback.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { CallbackAnswer, CallbackListener, Loopback } from '../../main/ports.ts';

type Outcome = Parameters<CallbackAnswer['conclude']>[0];

export class FakeLoopback implements Loopback {
  readonly asked: (readonly number[])[] = [];
  readonly pages: Outcome[] = [];
  expected: Omit<CallbackExpectation, 'port'> | undefined;
  open = 0;
  #settle: ((answer: CallbackAnswer) => void) | undefined;
  readonly #busy: boolean | Failure;

  /** @param busy whether every port is taken, or how that is said */
  constructor({ busy = false }: { busy?: boolean | Failure } = {}) {
    this.#busy = busy;
  }

  async listen(ports: readonly number[]): Promise<CallbackListener> {
    this.asked.push(ports);
    const port = ports[0];
    if (this.#busy instanceof Failure) throw this.#busy;
    if (this.#busy || port === undefined)
      throw new Failure('sign-in/ports-busy', { subject: 'this provider' });
    this.open += 1;
    return {
      port,
      answer: (expected, signal) => {
        this.expected = expected;
        return new Promise((resolve, reject) => {
          this.#settle = resolve;
          const abort = (): void => {
            this.#settle = undefined;
            reject(signal.reason instanceof Error ? signal.reason : new Failure('internal'));
          };
          if (signal.aborted) abort();
          else signal.addEventListener('abort', abort);
        });
      },
      close: async () => {
        this.open -= 1;
      },
    };
  }

  /** Whether an answer would still be taken. */
  get waits(): boolean {
    return this.#settle !== undefined;
  }

  /** The browser comes back from the provider's page. */
  deliver(verdict: CallbackAnswer['verdict']): void {
    if (this.#settle === undefined) throw new Error('nobody waits for an answer');
    this.#settle({
      verdict,
      conclude: (outcome) => {
        this.pages.push(outcome);
      },
    });
  }
}
