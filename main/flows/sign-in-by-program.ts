// Signs in through the vendor's own program, which then keeps the login. It gets a folder that holds nothing yet, so
// that the login before it stays whole until the new one is there.
import { isDelegatedAccount, type DelegatedAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import { accountIdOf } from '../domain/ids.ts';
import type { LoginIdentity } from '../consumers/description.ts';
import type { Clock, LoginFolders, Timer } from '../ports.ts';
import type { DelegatedMethod, ProviderDescription } from '../providers/description.ts';
import type { AccountBook } from './account-book.ts';
import type { LoginOwners } from './login-owners.ts';
import { keepInTurn, limited, type Report } from './sign-in.ts';

export interface ProgramSignInEffects {
  readonly owners: Pick<LoginOwners, 'about' | 'signIn' | 'read'>;
  readonly folders: LoginFolders;
  readonly book: Pick<AccountBook, 'get' | 'keep' | 'inTurn'>;
  readonly clock: Clock;
  readonly timer: Timer;
}

/** The account of a login that its program keeps. */
export function delegatedAccount(
  { provider, subject, label, organization, plan, planDetail, loginExpiresAt }: LoginIdentity,
  credential: Pick<DelegatedAccount['credential'], 'origin' | 'owner' | 'folder' | 'place' | 'obtainedAt'>,
): DelegatedAccount {
  return {
    account: {
      id: accountIdOf(provider, subject),
      provider,
      label,
      kind: 'delegated',
      ...(organization !== undefined && { organization }),
      ...(plan !== undefined && { plan }),
      ...(planDetail !== undefined && { planDetail }),
    },
    credential: {
      kind: 'delegated',
      destinations: [],
      ...credential,
      ...(loginExpiresAt !== undefined && { loginExpiresAt }),
    },
  };
}

/** @throws Failure `sign-in/program-missing`, `sign-in/program-failed`, …; an aborted signal's reason when that is one */
export async function signInByProgram(
  provider: ProviderDescription,
  { owner }: DelegatedMethod,
  { owners, folders, book, clock, timer }: ProgramSignInEffects,
  cancel: AbortSignal,
  report: Report,
): Promise<DelegatedAccount> {
  report('starting');
  const { signal, done } = limited(cancel, timer, provider.label);
  const folder = await folders.make(owner);
  const at = { folder, place: 'private' } as const;
  try {
    report('in-program');
    await owners.signIn(owner, at, signal);
    const identity = await owners.read(owner, at, signal);
    if (identity === undefined)
      throw new Failure('sign-in/program-failed', { subject: owners.about(owner).label });
    report('saving');
    const entry = delegatedAccount(identity, {
      origin: 'owner-sign-in',
      owner,
      obtainedAt: clock.nowMs(),
      ...at,
    });
    const before = book.get(entry.account.id);
    // Before it counts: a folder that is in use must not look like an attempt that was cut off.
    await folders.keep(folder);
    await keepInTurn(entry, book, owners.about(owner).label);
    // Programs that run with the login of before keep it until the next start: they are not moved.
    if (before !== undefined && isDelegatedAccount(before) && before.credential.place === 'private')
      await folders.retire(before.credential.folder, folder).catch(() => undefined);
    return entry;
  } catch (thrown) {
    await folders.discard(folder).catch(() => undefined);
    throw signal.reason instanceof Failure ? signal.reason : toFailure(thrown);
  } finally {
    done();
  }
}
