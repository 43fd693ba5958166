// The key store is exchanged for another one and back, again and again: nothing that the first has encrypted is
// overwritten or lost (ST-02).
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { createVault } from '../../../main/adapters/node/vault.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { SecretBox, Vault } from '../../../main/ports.ts';
import { openaiEntry, revealed } from '../../fakes/accounts.ts';
import { ToySecretBox } from '../../fakes/secret-box.ts';
import type { Figure, Outcome } from '../figure.ts';
import { makeFolder } from '../support/folder.ts';
import { createRandom } from '../support/random.ts';

const accountsBefore = 5;
const controlSwitches = 10;

function entry(name: string, turn: number): SignedInAccount {
  return openaiEntry(
    { id: accountId(`openai:${name}`) },
    { refreshToken: new Secret(`canary_refresh_${name}_${turn}`) },
  );
}

const fileShape = z.looseObject({ entries: z.record(z.string(), z.looseObject({ blob: z.string() })) });
type Blobs = ReadonlyMap<string, string>;

async function blobsOf(path: string): Promise<Blobs> {
  const { entries } = fileShape.parse(JSON.parse(await readFile(path, 'utf8')));
  return new Map(Object.entries(entries).map(([id, { blob }]) => [id, blob]));
}

type OpenVault = (path: string, box: SecretBox, locks: string) => Vault;

const ours: OpenVault = (path, box, locks) => createVault({ path, box, lock: createOwnerLock(locks) });

/** What a hurried program does: what does not open is of no use, so it goes at the next write. */
const tidy: OpenVault = (path, box, locks) => {
  const vault = ours(path, box, locks);
  return {
    ...vault,
    async load() {
      const content = await vault.load();
      const file = fileShape.parse(JSON.parse(await readFile(path, 'utf8')));
      for (const { account } of content.unopened) Reflect.deleteProperty(file.entries, account.id);
      await writeFile(path, JSON.stringify(file));
      return content;
    },
  };
};

/** Each switch is a start of the app: a vault of its own on the same file. */
async function switches(count: number, seed: number, open: OpenVault): Promise<Outcome> {
  await using folder = await makeFolder();
  const random = createRandom(seed);
  const path = join(folder.path, 'vault.json');
  const locks = join(folder.path, 'locks');
  const first = new ToySecretBox({ backend: 'first', key: 'first key' });
  /** By turns another program, and the first one with a key that was made anew. */
  const others = [
    new ToySecretBox({ backend: 'second', key: 'second key' }),
    new ToySecretBox({ backend: 'first', key: 'another key' }),
  ];
  const expected = new Map<string, SignedInAccount>();
  const start = open(path, first, locks);
  for (let number = 0; number < accountsBefore; number += 1) {
    const one = entry(`first-${number}`, 0);
    await start.save(one);
    expected.set(one.account.id, one);
  }
  let overwritten = 0;
  let lost = 0;
  let wronglyOpened = 0;
  let reported = 0;
  for (let turn = 1; turn <= count; turn += 1) {
    const blobs = await blobsOf(path);
    const other = open(path, others[turn % others.length] ?? first, locks);
    const away = await other.load();
    wronglyOpened += away.accounts.filter(({ account }) => expected.has(account.id)).length;
    reported += away.unopened.filter(
      ({ account, failure }) => expected.has(account.id) && failure.code === 'storage/key-store-changed',
    ).length;
    await other.save(entry(`other-${turn % others.length}`, turn));
    const after = await blobsOf(path);
    overwritten += [...expected.keys()].filter((id) => after.get(id) !== blobs.get(id)).length;

    const back = open(path, first, locks);
    const found = new Map((await back.load()).accounts.map((one) => [one.account.id, revealed(one)]));
    for (const one of expected.values())
      if (!isDeepStrictEqual(found.get(one.account.id), revealed(one))) lost += 1;
    const renewed = entry(`first-${random.below(accountsBefore)}`, turn);
    await back.save(renewed);
    expected.set(renewed.account.id, renewed);
  }
  const looks = count * accountsBefore;
  return {
    met: overwritten === 0 && lost === 0 && wronglyOpened === 0 && reported === looks,
    goal: `0 overwritten and 0 lost of ${looks}, each named while it is closed`,
    actual: `${overwritten} overwritten and ${lost} lost of ${looks}, ${reported} named, ${wronglyOpened} opened by the wrong store`,
    counts: { switches: count, accounts: accountsBefore, overwritten, lost, reported, wronglyOpened },
  };
}

export const figure: Figure = {
  id: 'backend-switches',
  about:
    'However often the key store is exchanged and comes back, every key that it has encrypted is back with it.',
  place: 'node',
  size: { unit: 'switches', quick: 10, full: 100 },
  measure: (size, seed) => switches(size, seed, ours),
  control: (seed) => switches(controlSwitches, seed, tidy),
};
