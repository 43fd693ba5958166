// The passphrase in place of a key store, and text that a passphrase alone opens. Real scrypt, real files.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createChosenSecretBox } from '../../main/adapters/node/chosen-secret-box.ts';
import { createPassphraseCipher } from '../../main/adapters/node/passphrase-cipher.ts';
import { createPassphraseStore } from '../../main/adapters/node/passphrase-store.ts';
import { createVault } from '../../main/adapters/node/vault.ts';
import type { FailureCode } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import type { KeyStoreChoice } from '../../main/domain/settings.ts';
import { openaiEntry, revealed } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { passThroughLock } from '../fakes/pass-through-lock.ts';
import { ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const passphrase = new Secret('canary_correct horse');
const wrong = new Secret('canary_correct hors');
const wrongFailure = { code: 'storage/passphrase-wrong' };

const sealedShape = z.strictObject({
  schema: z.number(),
  kdf: z.strictObject({ name: z.string(), n: z.number(), r: z.number(), p: z.number(), salt: z.string() }),
  cipher: z.strictObject({ name: z.string(), nonce: z.string(), tag: z.string() }),
  text: z.string(),
});
type Sealed = z.output<typeof sealedShape>;

function parsed(sealed: string): Sealed {
  return sealedShape.parse(JSON.parse(sealed));
}

/** The text with one bit of this base64 turned. */
function turned(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}

describe('text under a passphrase', () => {
  const cipher = createPassphraseCipher();
  const text = 'canary_text with ünïcode\n';

  test('comes back whole with the passphrase that sealed it, in another run, and with no other', async () => {
    const sealed = await cipher.seal(text, passphrase);
    const other = createPassphraseCipher();
    expect([
      await other.open(sealed, passphrase),
      await failureOf(other.open(sealed, wrong)),
      sealed.includes('canary'),
      sealed.includes('\n'),
    ]).toEqual([text, wrongFailure, false, false]);
  });

  test('says how it was sealed, costs as much as promised, and never twice with the same salt', async () => {
    const [one, two] = [await cipher.seal(text, passphrase), await cipher.seal(text, passphrase)].map(parsed);
    expect([
      one?.schema,
      one?.kdf,
      one?.cipher.name,
      one?.kdf.salt === two?.kdf.salt,
      one?.cipher.nonce === two?.cipher.nonce,
    ]).toEqual([
      1,
      { name: 'scrypt', n: 131_072, r: 8, p: 1, salt: expect.stringMatching(/^.{24}$/) as string },
      'aes-256-gcm',
      false,
      false,
    ]);
  });

  test('opens with the same letters as another system composes them', async () => {
    const sealed = await cipher.seal(text, new Secret('canary_caf\u00e9'));
    expect(await cipher.open(sealed, new Secret('canary_cafe\u0301'))).toBe(text);
  });

  test('opens only as a whole: no part of it can be exchanged', async () => {
    const sealed = parsed(await cipher.seal(text, passphrase));
    const changed: readonly Sealed[] = [
      { ...sealed, text: turned(sealed.text) },
      { ...sealed, cipher: { ...sealed.cipher, nonce: turned(sealed.cipher.nonce) } },
      { ...sealed, cipher: { ...sealed.cipher, tag: turned(sealed.cipher.tag) } },
      { ...sealed, kdf: { ...sealed.kdf, salt: turned(sealed.kdf.salt) } },
      { ...sealed, kdf: { ...sealed.kdf, p: 2 } },
    ];
    const failures: unknown[] = [];
    for (const one of changed) failures.push(await failureOf(cipher.open(JSON.stringify(one), passphrase)));
    expect(failures).toEqual(changed.map(() => wrongFailure));
  });

  test('is refused before any work when its header asks for too little or too much', async () => {
    const sealed = parsed(await cipher.seal(text, passphrase));
    const subject = 'what was sealed with a passphrase';
    const cases: readonly (readonly [object | string, FailureCode, string?])[] = [
      [{ ...sealed, kdf: { ...sealed.kdf, n: 65_536 } }, 'storage/unreadable', 'field kdf.n'],
      [{ ...sealed, kdf: { ...sealed.kdf, n: 131_073 } }, 'storage/unreadable', 'field kdf.n'],
      [{ ...sealed, kdf: { ...sealed.kdf, n: 2 ** 30 } }, 'storage/unreadable', 'field kdf.n'],
      [{ ...sealed, kdf: { ...sealed.kdf, r: 4_096 } }, 'storage/unreadable', 'field kdf.r'],
      [{ ...sealed, kdf: { ...sealed.kdf, p: 1_000 } }, 'storage/unreadable', 'field kdf.p'],
      [{ ...sealed, kdf: { ...sealed.kdf, salt: '' } }, 'storage/unreadable', 'field kdf.salt'],
      [{ ...sealed, kdf: { ...sealed.kdf, name: 'pbkdf2' } }, 'storage/unreadable', 'field kdf.name'],
      [
        { ...sealed, cipher: { ...sealed.cipher, nonce: 'AAAA' } },
        'storage/unreadable',
        'field cipher.nonce',
      ],
      // A short tag would be easier to guess.
      [
        { ...sealed, cipher: { ...sealed.cipher, tag: 'AAAAAA==' } },
        'storage/unreadable',
        'field cipher.tag',
      ],
      [{ ...sealed, extra: 1 }, 'storage/unreadable', 'field '],
      [{ ...sealed, schema: 2 }, 'storage/newer-schema'],
      ['not JSON', 'storage/unreadable', 'not JSON'],
    ];
    const found: unknown[] = [];
    for (const [one] of cases)
      found.push(
        await failureOf(cipher.open(typeof one === 'string' ? one : JSON.stringify(one), passphrase)),
      );
    expect(found).toEqual(
      cases.map(([, code, detail]) => ({ code, subject, ...(detail !== undefined && { detail }) })),
    );
  });
});

describe('the passphrase of this machine', () => {
  async function place(): Promise<string> {
    return join(await temporaryFolder(), 'data', 'passphrase.json');
  }

  test('is chosen once, kept private without being there, and asked for after each start', async () => {
    const path = await place();
    const first = createPassphraseStore(path);
    const before = await first.state();
    await first.create(passphrase);
    const second = createPassphraseStore(path);
    const afterStart = await second.state();
    const refused = await failureOf(second.unlock(wrong));
    const stillLocked = await second.state();
    await second.unlock(passphrase);
    expect([
      [before, await first.state(), afterStart, refused, stillLocked, await second.state()],
      await modeOf(path),
      await readdir(join(path, '..')),
      (await readFile(path, 'utf8')).includes('canary'),
    ]).toEqual([
      ['none', 'open', 'locked', { ...wrongFailure, subject: 'the stored keys' }, 'locked', 'open'],
      '600',
      ['passphrase.json'],
      false,
    ]);
  });

  test('cannot be chosen a second time, also not by two at the same moment', async () => {
    const path = await place();
    const [one, two] = [createPassphraseStore(path), createPassphraseStore(path)];
    const [first, second] = await Promise.allSettled([one.create(passphrase), two.create(wrong)]);
    const inode = (await stat(path)).ino;
    const loser = first.status === 'rejected' ? first : second;
    const third = await failureOf(createPassphraseStore(path).create(passphrase));
    const states = [await one.state(), await two.state()].sort();
    expect([
      loser,
      states,
      third,
      (await stat(path)).ino === inode,
      await readdir(join(path, '..')),
    ]).toMatchObject([
      { status: 'rejected', reason: { code: 'storage/conflict' } },
      ['locked', 'open'],
      { code: 'storage/conflict', subject: path, detail: 'there is a passphrase already' },
      true,
      ['passphrase.json'],
    ]);
  });

  test('protects in another run what it protected in this one', async () => {
    const path = await place();
    const first = createPassphraseStore(path);
    await first.create(passphrase);
    const sealed = await first.box().encrypt('canary_key');
    const second = createPassphraseStore(path);
    await second.unlock(passphrase);
    expect([
      await second.box().decrypt(sealed),
      await second.box().state(),
      await failureOf(second.box().decrypt(sealed.subarray(1))),
      await failureOf(second.box().decrypt(new Uint8Array(3))),
    ]).toEqual([
      { text: 'canary_key', stale: false },
      await first.box().state(),
      { code: 'storage/unreadable', subject: 'the stored keys' },
      { code: 'storage/unreadable', subject: 'the stored keys' },
    ]);
  });

  test('keeps everything closed until it is entered, and says which of the two is missing', async () => {
    const path = await place();
    const store = createPassphraseStore(path);
    const none = await store.box().state();
    const unlocking = await failureOf(store.unlock(passphrase));
    await createPassphraseStore(path).create(passphrase);
    expect([
      none,
      unlocking,
      await store.box().state(),
      await failureOf(store.box().encrypt('x')),
      await failureOf(store.box().decrypt(new Uint8Array(40))),
    ]).toEqual([
      {
        kind: 'unusable',
        code: 'storage/key-store-passphrase',
        detail: 'no passphrase was chosen yet',
      },
      { code: 'storage/key-store-passphrase', detail: 'no passphrase was chosen yet' },
      { kind: 'unusable', code: 'storage/key-store-passphrase', detail: 'it was not entered yet' },
      { code: 'storage/key-store-passphrase', detail: 'it was not entered yet' },
      { code: 'storage/key-store-passphrase', detail: 'it was not entered yet' },
    ]);
  });

  test('that was forgotten is set aside with its date, and another can be chosen', async () => {
    const path = await place();
    const first = createPassphraseStore(path);
    await first.create(passphrase);
    const text = await readFile(path, 'utf8');
    const old = await first.box().state();
    const sealed = await first.box().encrypt('canary_key');
    const store = createPassphraseStore(path);
    await Promise.all([store.setAside(), first.setAside()]);
    const states = [await store.state(), await first.state()];
    await store.create(wrong);
    const content = await contentOf(join(path, '..'));
    const kept = Object.keys(content).filter((name) => name !== 'passphrase.json');
    expect([
      states,
      kept.map((name) => [
        /^passphrase\.json\.set-aside-\d{4}-\d\d-\d\dT[\d.-]+Z$/.test(name),
        content[name] === text,
      ]),
      await failureOf(createPassphraseStore(path).unlock(passphrase)),
      (await failureOf(store.box().decrypt(sealed))).code,
      JSON.stringify(await store.box().state()) === JSON.stringify(old),
    ]).toEqual([
      ['none', 'none'],
      [[true, true]],
      { ...wrongFailure, subject: 'the stored keys' },
      'storage/unreadable',
      false,
    ]);
  });

  test.each<[string, string, FailureCode]>([
    ['cut off', '{"schema":1,', 'storage/unreadable'],
    ['of a newer version', '{"schema":2}', 'storage/newer-schema'],
  ])('with a file that is %s, nothing opens and the file stays', async (_name, text, code) => {
    const path = join(await temporaryFolder(), 'passphrase.json');
    await writeFile(path, text);
    const store = createPassphraseStore(path);
    expect([
      await store.state(),
      (await failureOf(store.unlock(passphrase))).code,
      (await failureOf(store.create(passphrase))).code,
      await readFile(path, 'utf8'),
    ]).toEqual(['locked', code, 'storage/conflict', text]);
  });
});

describe('the key store that was chosen', () => {
  test('is the one that is asked, each time anew', async () => {
    const store = createPassphraseStore(join(await temporaryFolder(), 'passphrase.json'));
    const system = new ToySecretBox();
    let choice: KeyStoreChoice = 'system';
    const box = createChosenSecretBox({ system, passphrase: store, choice: () => choice });
    const states = [await box.state()];
    choice = 'passphrase';
    states.push(await box.state());
    await store.create(passphrase);
    states.push(await box.state());
    choice = 'memory';
    states.push(await box.state());
    const inMemory = await box.encrypt('canary_key');
    const opened = await box.decrypt(inMemory);
    choice = 'system';
    system.unusable = unusableStates[0];
    states.push(await box.state());
    const keyId = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
    expect([states, opened, system.decryptions]).toEqual([
      [
        { kind: 'ready', backend: 'toy', keyId, durable: true },
        { kind: 'unusable', code: 'storage/key-store-passphrase', detail: 'no passphrase was chosen yet' },
        { kind: 'ready', backend: 'passphrase', keyId, durable: true },
        { kind: 'ready', backend: 'memory', keyId, durable: false },
        unusableStates[0],
      ],
      { text: 'canary_key', stale: false },
      0,
    ]);
  });

  test('of memory alone has another key in each run', async () => {
    const boxes = [0, 1].map(() => {
      const system = new ToySecretBox();
      return createChosenSecretBox({ system, passphrase: { box: () => system }, choice: () => 'memory' });
    });
    const [one, two] = await Promise.all(boxes.map((box) => box.state()));
    const sealed = await boxes[0]?.encrypt('canary_key');
    if (sealed === undefined || boxes[1] === undefined) throw new Error('no box');
    expect([
      one?.kind === 'ready' && two?.kind === 'ready' && one.keyId === two.keyId,
      await failureOf(boxes[1].decrypt(sealed)),
    ]).toEqual([false, { code: 'storage/unreadable', subject: 'the stored keys' }]);
  });

  test('changed from the system to a passphrase and back, leaves every key where it was', async () => {
    const folder = await temporaryFolder();
    const store = createPassphraseStore(join(folder, 'passphrase.json'));
    await store.create(passphrase);
    let choice: KeyStoreChoice = 'system';
    const box = createChosenSecretBox({
      system: new ToySecretBox(),
      passphrase: store,
      choice: () => choice,
    });
    const vault = createVault({ path: join(folder, 'vault.json'), box, lock: passThroughLock });
    await vault.save(openaiEntry());
    choice = 'passphrase';
    const { accounts, unopened } = await vault.load();
    choice = 'system';
    expect([
      accounts,
      unopened.map(({ failure }) => failure.toValue()),
      (await vault.load()).accounts.map(revealed),
    ]).toEqual([
      [],
      [
        {
          code: 'storage/key-store-changed',
          subject: openaiEntry().account.label,
          detail: 'toy, now passphrase',
        },
      ],
      [revealed(openaiEntry())],
    ]);
  });
});
