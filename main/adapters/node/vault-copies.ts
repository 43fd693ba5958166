// The copies beside vault.json: what stood there before the last change, and what an older Gatehouse can read.
import { copyFile, link, readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { AccountId } from '../../domain/ids.ts';
import { readIfPresent, replaceFile } from './durable-file.ts';
import { withoutAccount } from './vault-aside.ts';
import { parseVault, vaultBytes, vaultSchema, type VaultFile } from './vault-shapes.ts';

export interface VaultCopies {
  /** The same failure with the copy that there is to go back to. */
  withHint(failure: Failure): Promise<Failure>;
  /** Why nothing is written into the file of a newer version, and what there is to go back to. */
  readOnly(): Promise<Failure>;
  /** Before the file is replaced. @throws Failure `storage/write-failed` */
  keep(file: VaultFile): Promise<void>;
  /** Keys that are taken away must not be found in a copy. One that cannot be understood stays as it is. */
  remove(account: AccountId): Promise<void>;
}

const schemaCopy = /^vault\.schema-\d+\.json$/;

export function createVaultCopies(path: string): VaultCopies {
  const folder = dirname(path);
  /** What stood in vault.json before the last change of it. */
  const previousPath = join(folder, 'vault.previous.json');
  /** What a Gatehouse of that schema can read, kept when a newer one first wrote. */
  const copyFor = (schema: number): string => join(folder, `vault.schema-${String(schema)}.json`);

  async function withHint(failure: Failure): Promise<Failure> {
    try {
      const bytes = await readIfPresent(previousPath);
      if (bytes === undefined || failure.code !== 'storage/unreadable') return failure;
      parseVault(bytes, previousPath);
      const date = (await stat(previousPath)).mtime.toISOString();
      const hint = `its version of ${date} is ${previousPath}`;
      return new Failure(failure.code, {
        subject: path,
        detail: [failure.detail, hint].filter((part) => part !== undefined).join('; '),
        cause: failure,
      });
    } catch {
      return failure;
    }
  }

  async function readOnly(): Promise<Failure> {
    const copy = copyFor(vaultSchema);
    try {
      const bytes = await readIfPresent(copy);
      if (bytes !== undefined) {
        parseVault(bytes, copy);
        const date = (await stat(copy)).mtime.toISOString();
        return new Failure('storage/read-only', {
          subject: path,
          detail: `its version of ${date} is ${copy}`,
        });
      }
    } catch {
      // Nothing to go back to.
    }
    return new Failure('storage/read-only', { subject: path });
  }

  /** Files are replaced, never changed, so a second name for the present one is a copy that costs nothing. */
  async function keepPresentAs(copy: string): Promise<void> {
    const present = await realpath(path);
    await rm(copy, { force: true });
    // Not every file system has second names.
    await link(present, copy).catch(() => copyFile(present, copy));
  }

  async function keep({ schema }: VaultFile): Promise<void> {
    try {
      await keepPresentAs(previousPath);
      if (schema !== vaultSchema) await keepPresentAs(copyFor(vaultSchema - 1));
    } catch (cause) {
      throw new Failure('storage/write-failed', { subject: path, detail: 'no copy could be kept', cause });
    }
  }

  /** Also those that a newer version has left, before the person went back to this one. */
  async function all(): Promise<readonly string[]> {
    const names = await readdir(folder);
    return [previousPath, ...names.filter((name) => schemaCopy.test(name)).map((name) => join(folder, name))];
  }

  async function removeFromCopy(copy: string, account: AccountId): Promise<void> {
    const bytes = await readIfPresent(copy);
    if (bytes === undefined) return;
    let file: VaultFile;
    try {
      file = parseVault(bytes, copy);
    } catch {
      return;
    }
    const remaining = withoutAccount(file, account);
    if (remaining !== undefined) await replaceFile(copy, vaultBytes(remaining), bytes);
  }

  return {
    withHint,
    readOnly,
    keep,
    async remove(account) {
      for (const copy of await all()) await removeFromCopy(copy, account);
    },
  };
}
