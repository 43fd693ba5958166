// Where a sign-in of ours lives: in the folder of the one shared file that carries its refresh token.
import type { ConsumerDescription, EnvironmentOrder, Places, SharedFile } from '../consumers/description.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Store } from '../state/store.ts';

export interface LoginHomeParts {
  readonly consumers: readonly ConsumerDescription[];
  readonly store: Store;
  /** As Gatehouse itself was started, which is where it writes. */
  readonly places: Places;
}

export type LoginHome = NonNullable<EnvironmentOrder['login']>;

const folderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));

/**
 * The folder whose file holds this account now, and the variable by which the file's program finds it; undefined when none
 * does, so that whoever reads that file would be somebody else.
 */
export function loginHomeOf(
  account: AccountId,
  { consumers, store, places }: LoginHomeParts,
): LoginHome | undefined {
  const { holders } = store.state();
  const holds = (file: SharedFile): boolean =>
    file.kind === 'credential' && file.rotated !== undefined && holders.get(file.id) === account;
  for (const { files, shellStart } of consumers) {
    const file = files.find(holds);
    if (file === undefined || shellStart === undefined) continue;
    const path = file.path(places);
    const isUsual = path === file.path({ ...places, environment: {} });
    return {
      folder: folderOf(path),
      place: isUsual ? 'usual' : 'private',
      variable: shellStart.variable,
    };
  }
  return undefined;
}
