// One click: prefers a provider, or puts one of its accounts in use. The person's choice wins until they change it.
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { Failure } from '../domain/failure.ts';
import type { AccountBook } from './account-book.ts';
import { changeSettings, type ChangeSettingsParts } from './change-settings.ts';
import type { SharedFiles } from './shared-files.ts';

/** Whatever strategy ruled before, from now on the person's own choice does. */
export function preferProvider(provider: ProviderId, parts: ChangeSettingsParts): void {
  changeSettings({ strategy: 'user-preference', preferredProvider: provider }, parts);
}

/** Resolves when the shared files hold it. @throws Failure `selection/unknown-account`, `storage/write-failed` */
export async function useAccount(
  id: AccountId,
  parts: ChangeSettingsParts & {
    readonly book: Pick<AccountBook, 'get'>;
    readonly files: Pick<SharedFiles, 'claim'>;
  },
): Promise<void> {
  const account = parts.store.state().accounts.find((each) => each.id === id);
  if (account === undefined) throw new Failure('selection/unknown-account', { subject: id });
  // Without its keys the files would go on holding another one.
  if (parts.book.get(id) === undefined) throw new Failure('credential/missing', { subject: account.label });
  changeSettings({ activeAccounts: { [account.provider]: id } }, parts);
  await parts.files.claim(account.provider);
}
