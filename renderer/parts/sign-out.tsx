// The foot of a card with the way out of the account: asked for once, and done only after a second yes in the same place.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { AccountView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { useOpener } from '../opener.ts';
import { SignOutQuestion } from './sign-out-question.tsx';

export interface SignOutProps {
  readonly account: AccountView;
  /** What tells it from every other account of the provider. */
  readonly name: string;
  /** The words that the card ends with. */
  readonly foot: ComponentChildren;
  /** Other things to do with the account. */
  readonly children: ComponentChildren;
}

export function SignOut({ account, name, foot, children }: SignOutProps) {
  const asking = useSignal(false);
  const kept = account.keys.keptBy !== null;
  const button = useOpener(asking.value);

  return (
    <>
      <div class="card-bottom">
        <div class="card-foot">{foot}</div>
        {!asking.value && (
          <div class="card-actions">
            {children}
            <button
              ref={button}
              type="button"
              class="quiet-button quiet-button-small sign-out"
              aria-label={kept ? messages.forgetNamed(name) : messages.signOutOf(name)}
              onClick={() => {
                asking.value = true;
              }}
            >
              {kept ? messages.forget : messages.signOut}
            </button>
          </div>
        )}
      </div>
      {asking.value && (
        <SignOutQuestion
          account={account}
          name={name}
          onClosed={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}
