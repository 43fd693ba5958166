// Hand-out rules stay over a restart, sealed; what is not surely the person's counts as none, so that it is asked.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHandOutRules } from '../../main/adapters/node/hand-out-rules.ts';
import { createHookApprovals } from '../../main/adapters/node/hook-approvals.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { HandOutRule } from '../../main/domain/hand-out.ts';
import { accountId, consumerId } from '../../main/domain/ids.ts';
import type { SecretBox } from '../../main/ports.ts';
import { noonMs } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

function ruleOf(number: number): HandOutRule {
  return {
    program: `/home/ada/bin/tool-${number}`,
    consumer: consumerId('claude-code'),
    account: accountId('claude:user-1'),
    verdict: number % 2 === 0 ? 'always' : 'never',
    decidedAt: noonMs + number,
  };
}

const rules = [1, 2, 3].map(ruleOf);

async function rulesIn(box: SecretBox = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'rules.json');
  return { folder, path, box, start: (other = box) => createHandOutRules({ path, ...keyStoresOf(other) }) };
}

test('are there again after a restart, in a private file that shows nothing of them', async () => {
  const { folder, path, start } = await rulesIn();
  const before = await start().load();
  await start().save(rules);
  const [text = ''] = Object.values(await contentOf(folder));
  const shown = ['tool', 'claude', 'ada', 'always'].filter((part) => text.includes(part));
  expect([before, await start().load(), await modeOf(path), shown]).toEqual([[], rules, '600', []]);
});

test('count as none when another key has sealed them, or any byte of the file is another one', async () => {
  const { path, start } = await rulesIn();
  await start().save(rules);
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

test('count as none when the same key has sealed the text as something else', async () => {
  const { path, box, start } = await rulesIn();
  const loaded = [];
  for (const purpose of ['', 'gatehouse-approved-hooks-1\n']) {
    const sealed = Buffer.from(await box.encrypt(purpose + JSON.stringify(rules))).toString('base64');
    await writeFile(path, JSON.stringify({ schema: 1, sealed })).catch(() => undefined);
    loaded.push(...(await start().load()));
  }
  await start().save(rules);
  const approvals = createHookApprovals({ path, ...keyStoresOf(box) });
  expect([loaded, await approvals.load(), await start().load()]).toEqual([[], [], rules]);
});

test.each(unusableStates)('with a key store that is $code none count and none are kept', async (state) => {
  const box = new ToySecretBox();
  const { folder, start } = await rulesIn(box);
  await start().save(rules);
  const before = await contentOf(folder);
  box.unusable = state;
  const failure = await failureOf(start().save([]));
  const meanwhile = await start().load();
  box.unusable = undefined;
  expect([failure, meanwhile, await contentOf(folder), await start().load()]).toEqual([
    { code: state.code, subject: 'the rules for programs', detail: state.detail },
    [],
    before,
    rules,
  ]);
});

test('for a change nothing counts as none while the key store does not open it; what is damaged does', async () => {
  const { path, start } = await rulesIn();
  await start().save(rules);
  const locked = new ToySecretBox();
  locked.decrypt = () =>
    Promise.reject(new Failure('storage/key-store-locked', { subject: 'the key store' }));
  const { code } = await failureOf(start(locked).loadToChange());
  const opened = await start().loadToChange();
  await writeFile(path, 'damaged');
  expect([code, opened, await start().loadToChange()]).toEqual(['storage/key-store-locked', rules, []]);
});

test('a key store that keeps nothing has them count until the app ends, and nothing is written', async () => {
  const { path, start } = await rulesIn(new ToySecretBox({ durable: false }));
  const run = start();
  await run.save(rules);
  expect([
    await run.load(),
    await start().load(),
    await readFile(path, 'utf8').catch(() => 'no file'),
  ]).toEqual([rules, [], 'no file']);
});

test('there are at most five hundred, and one more changes nothing', async () => {
  const { start } = await rulesIn();
  const most = Array.from({ length: 500 }, (_each, index) => ruleOf(index));
  await start().save(most);
  await expect(start().save([...most, ruleOf(500)])).rejects.toThrow();
  expect(await start().load()).toEqual(most);
});
