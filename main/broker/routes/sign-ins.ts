// The routes that begin and end a sign-in.
import { toFailure } from '../../domain/failure.ts';
import { Secret } from '../../domain/secret.ts';
import { linesOf } from '../line-source.ts';
import {
  signInLineShape,
  signInRequestShape,
  signOutAnswerShape,
  signOutRequestShape,
  type SignInLine,
  type SignOutAnswer,
} from '../protocol.ts';
import { pasteAnswerShape, pasteRequestShape, type PasteAnswer } from '../protocol/sign-ins.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface SignInOrder {
  readonly provider: string;
  readonly method: string | undefined;
  readonly secret: Secret | undefined;
  readonly clientId: string | undefined;
  readonly workspace?: string | undefined;
  /** No browser opens here: the answer is pasted. */
  readonly byHand?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly report: (line: SignInLine) => void;
}

export interface SignInActions {
  signIn(order: SignInOrder): Promise<SignInLine>;
  /** Hands in the address that a browser elsewhere ended at. @throws Failure `broker/bad-request` when nothing waits for it */
  paste(provider: string, pasted: Secret): PasteAnswer;
  /** @param alsoProgram signs out the program too that keeps the login */
  signOut(provider: string, account: string | undefined, alsoProgram: boolean): Promise<SignOutAnswer>;
}

export function signInRoutes(actions: SignInActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/sign-outs',
      about: 'Signs an account out.',
      intent: 'accounts',
      slow: true,
      body: signOutRequestShape,
      answer: signOutAnswerShape,
      handle: ({ body: { provider, account, alsoProgram = false } }) =>
        actions.signOut(provider, account, alsoProgram),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/sign-ins',
      about: 'Signs in: one line a step, then one that says how it ended. Who goes away cancels it.',
      intent: 'accounts',
      kind: 'lines',
      body: signInRequestShape,
      answer: signInLineShape,
      handle: ({ body: { provider, method, secret, registration, workspace, byHand }, call }) =>
        linesOf<SignInLine>((report) =>
          actions
            .signIn({
              provider,
              method,
              secret: secret === undefined ? undefined : new Secret(secret),
              clientId: registration?.clientId,
              workspace,
              byHand,
              signal: call.signal,
              report,
            })
            .catch((thrown: unknown) => ({ type: 'failed', failure: toFailure(thrown).toValue() })),
        ),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/sign-ins/paste',
      about: 'Brings the answer of a browser elsewhere to the sign-in that waits for it.',
      intent: 'accounts',
      body: pasteRequestShape,
      answer: pasteAnswerShape,
      handle: ({ body: { provider, pasted } }) => actions.paste(provider, new Secret(pasted)),
    }),
  ];
}
