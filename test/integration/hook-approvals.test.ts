// Approvals of programs stay over a restart, sealed; what is not surely one of ours counts as none.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFileHistory } from '../../main/adapters/node/file-history.ts';
import { createHookApprovals } from '../../main/adapters/node/hook-approvals.ts';
import { Failure } from '../../main/domain/failure.ts';
import { hookEvents } from '../../main/domain/hook-event.ts';
import type { ApprovedHook } from '../../main/domain/hook-event.ts';
import type { SecretBox } from '../../main/ports.ts';
import { noonMs } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const approved: readonly ApprovedHook[] = hookEvents.map((event, index) => ({
  event,
  program: `/home/ada/bin/notify-${index}`,
  hash: index.toString().repeat(64),
  approvedAt: noonMs + index,
}));

async function approvalsIn(box: SecretBox = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'hooks.json');
  return { folder, path, box, start: (other = box) => createHookApprovals({ path, ...keyStoresOf(other) }) };
}

const sealedIn = (bytes: Uint8Array): string =>
  JSON.stringify({ schema: 1, sealed: Buffer.from(bytes).toString('base64') });

test('are there again after a restart, in a private file that shows nothing of them', async () => {
  const { folder, path, start } = await approvalsIn();
  const before = await start().load();
  await start().save(approved);
  const [text = ''] = Object.values(await contentOf(folder));
  const shown = ['notify', 'quota', 'ada', '000000'].filter((part) => text.includes(part));
  expect([before, await start().load(), await modeOf(path), shown]).toEqual([[], approved, '600', []]);
});

test('may all be taken away again', async () => {
  const { start } = await approvalsIn();
  await start().save(approved);
  await start().save([]);
  expect(await start().load()).toEqual([]);
});

describe('count as none', () => {
  test('when another key has sealed them, or any byte of the file is another one', async () => {
    const { path, start } = await approvalsIn();
    await start().save(approved);
    const text = await readFile(path, 'utf8');
    expect(await start(new ToySecretBox({ key: 'second key' })).load()).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 3), fc.constantFrom('A', 'B', '"', '}'), async (at, by) => {
        fc.pre(text[at] !== by);
        await writeFile(path, `${text.slice(0, at)}${by}${text.slice(at + 1)}`);
        expect(await start().load()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('when they were written in the clear', async () => {
    const { path, start } = await approvalsIn();
    await start().save([]);
    const loaded = [];
    for (const text of [JSON.stringify(approved), JSON.stringify({ schema: 1, hooks: approved }), '']) {
      await writeFile(path, text);
      loaded.push(...(await start().load()));
    }
    expect(loaded).toEqual([]);
  });

  test('when the same key has sealed the text as something else', async () => {
    const { path, box, start } = await approvalsIn();
    await start().save([]);
    await writeFile(path, sealedIn(await box.encrypt(JSON.stringify(approved))));
    expect(await start().load()).toEqual([]);
  });

  test('when a program had the history of a shared file seal them for it', async () => {
    const { folder, path, box, start } = await approvalsIn();
    await start().save(approved);
    const { sealed } = JSON.parse(await readFile(path, 'utf8')) as { sealed: string };
    const { text } = await box.decrypt(Buffer.from(sealed, 'base64'));
    const history = createFileHistory({ folder: join(folder, 'history'), box });
    await history.note('/home/ada/.codex/auth.json', new TextEncoder().encode(text), 'another program');
    const [kept = ''] = Object.values(await contentOf(join(folder, 'history')));
    const { versions } = JSON.parse(kept) as { versions: { sealed: string }[] };
    const forged = Buffer.from(versions[0]?.sealed ?? '', 'base64');
    await writeFile(path, sealedIn(forged));
    // It did get sealed, but not as it was.
    expect([await start().load(), (await box.decrypt(forged)).text.length > 0]).toEqual([[], true]);
  });
});

test.each(unusableStates)('with a key store that is $code none count and none are kept', async (state) => {
  const box = new ToySecretBox();
  const { folder, start } = await approvalsIn(box);
  await start().save(approved);
  const before = await contentOf(folder);
  box.unusable = state;
  const failure = await failureOf(start().save([]));
  const meanwhile = await start().load();
  box.unusable = undefined;
  expect([failure, meanwhile, await contentOf(folder), await start().load()]).toEqual([
    { code: state.code, subject: 'the approved programs', detail: state.detail },
    [],
    before,
    approved,
  ]);
});

test('for a change nothing counts as none while the key store does not open it; what is damaged does', async () => {
  const { path, start } = await approvalsIn();
  await start().save(approved);
  const locked = new ToySecretBox();
  locked.decrypt = () =>
    Promise.reject(new Failure('storage/key-store-locked', { subject: 'the key store' }));
  const { code } = await failureOf(start(locked).loadToChange());
  const opened = await start().loadToChange();
  await writeFile(path, 'damaged');
  expect([code, opened, await start().loadToChange()]).toEqual(['storage/key-store-locked', approved, []]);
});

test('a key store that keeps nothing has them count until the app ends, and nothing is written', async () => {
  const { path, start } = await approvalsIn(new ToySecretBox({ durable: false }));
  const run = start();
  await run.save(approved);
  expect([
    await run.load(),
    await start().load(),
    await readFile(path, 'utf8').catch(() => 'no file'),
  ]).toEqual([approved, [], 'no file']);
});

test('are sealed anew when the key store asks for it', async () => {
  const box = new ToySecretBox();
  const { path, start } = await approvalsIn(box);
  await start().save(approved);
  const before = await readFile(path, 'utf8');
  box.stale = true;
  const loaded = await start().load();
  box.stale = false;
  expect([loaded, (await readFile(path, 'utf8')) === before, await start().load()]).toEqual([
    approved,
    false,
    approved,
  ]);
});
