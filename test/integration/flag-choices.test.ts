// Choices for feature flags on a real disk: sealed, private, and nothing that another program writes there counts.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createChosenSecretBox } from '../../main/adapters/node/chosen-secret-box.ts';
import { createCommandApprovals } from '../../main/adapters/node/command-approvals.ts';
import { createFlagChoices } from '../../main/adapters/node/flag-choices.ts';
import type { FlagChoice } from '../../main/domain/flags.ts';
import type { KeyStoreChoice } from '../../main/domain/settings.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox, unusableStates } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const choices: readonly FlagChoice[] = [
  { flag: 'company-logins', variant: 'off', chosenAt: 7 },
  { flag: 'of-a-newer-version', variant: 'blue', chosenAt: 8 },
];

async function choicesIn(box = new ToySecretBox()) {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'flags.json');
  return { folder, path, box, start: (other = box) => createFlagChoices({ path, ...keyStoresOf(other) }) };
}

test('are there again after a restart, in a private file that shows nothing of them', async () => {
  const { path, start } = await choicesIn();
  const before = await start().load();
  await start().save(choices);
  const text = await readFile(path, 'utf8');
  expect([before, await start().load(), await modeOf(path), /company|off|blue/.test(text)]).toEqual([
    { choices: [], forged: [] },
    { choices, forged: [] },
    '600',
    false,
  ]);
});

test.each(unusableStates)('are locked, not gone, while the key store is $code', async (state) => {
  const box = new ToySecretBox();
  const { folder, start } = await choicesIn(box);
  const memory = start();
  await memory.save(choices);
  await memory.pointOf('x');
  const before = await contentOf(folder);
  box.unusable = state;
  const meanwhile = [await memory.load(), await memory.pointOf('x'), (await failureOf(memory.save([]))).code];
  const stood = await contentOf(folder);
  box.unusable = undefined;
  expect([meanwhile, stood, (await memory.load()).choices]).toEqual([
    [{ choices: 'locked', forged: [] }, undefined, state.code],
    before,
    choices,
  ]);
});

test.each<[string, (path: string, box: ToySecretBox) => Promise<unknown>]>([
  ['written in the clear', (path) => writeFile(path, JSON.stringify({ 'company-logins': 'off' }))],
  ['empty', (path) => writeFile(path, '')],
  [
    'sealed by another key',
    async (path) => {
      await createFlagChoices({ path, ...keyStoresOf(new ToySecretBox({ key: 'second key' })) }).save(
        choices,
      );
    },
  ],
  [
    'sealed by our key as something else',
    async (path, box) => {
      const other = createCommandApprovals({ path, ...keyStoresOf(box) });
      const program = { path: '/usr/bin/true', leadsTo: '/usr/bin/true' };
      const command = { url: 'https://x.test', host: 'x.test', command: ['true'], program, variable: 'X' };
      await other.keep({ ...command, command: ['true'] as const }, 1);
    },
  ],
  ['in the place of a folder', (path) => mkdir(path)],
])('a file that is %s is damaged, not empty, and to look at it leaves it', async (_name, spoil) => {
  const { path, box, start } = await choicesIn();
  await mkdir(join(path, '..'), { mode: 0o700 });
  await spoil(path, box);
  const before = await contentOf(join(path, '..')).catch(() => undefined);
  const memory = start();
  expect([
    await memory.load(),
    await memory.pointOf('x'),
    await contentOf(join(path, '..')).catch(() => undefined),
  ]).toEqual([{ choices: 'damaged', forged: [{ kind: 'forged' }] }, undefined, before]);
});

test('a file of a newer version is locked, not forged, and nothing replaces it', async () => {
  const { folder, path, start } = await choicesIn();
  await start().save(choices);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"schema":1', '"schema":2'));
  const before = await contentOf(folder);
  const newer = { code: 'storage/newer-schema', subject: path };
  expect([await start().load(), await failureOf(start().save([])), await start().pointOf('x')]).toEqual([
    { choices: 'locked', forged: [] },
    newer,
    undefined,
  ]);
  expect(await contentOf(folder)).toEqual(before);
});

test('an installation stands at one place for each flag, over restarts and choices, and another one elsewhere', async () => {
  const first = await choicesIn();
  const second = await choicesIn();
  const names = Array.from({ length: 40 }, (_each, index) => `flag-${index}`);
  const pointsOf = async ({ start }: typeof first) => {
    const memory = start();
    const points: (number | undefined)[] = [];
    for (const name of names) points.push(await memory.pointOf(name));
    return points;
  };
  const points = await pointsOf(first);
  await first.start().save(choices);
  const again = await pointsOf(first);
  const numbers = points.filter((point) => point !== undefined && point >= 0 && point < 100);
  const low = numbers.filter((point) => point !== undefined && point < 50).length;
  expect([
    again,
    numbers.length,
    new Set(points).size,
    low > 5 && low < 35,
    (await pointsOf(second)).some((point, index) => point === points[index]),
  ]).toEqual([points, 40, 40, true, false]);
});

test('where the key store keeps nothing, a choice holds as long as the app', async () => {
  const { folder, start } = await choicesIn(new ToySecretBox({ durable: false }));
  const memory = start();
  await memory.save(choices);
  expect([
    (await memory.load()).choices,
    (await start().load()).choices,
    await contentOf(join(folder, '..')),
  ]).toEqual([choices, [], {}]);
});

describe('when another key store is chosen', () => {
  async function chosenAnew() {
    const system = new ToySecretBox();
    const passphrase = new ToySecretBox({ backend: 'passphrase', key: 'of the passphrase' });
    const path = join(await temporaryFolder(), 'data', 'flags.json');
    let choice: KeyStoreChoice = 'system';
    const box = createChosenSecretBox({
      system,
      passphrase: { box: () => passphrase },
      choice: () => choice,
    });
    const start = () => createFlagChoices({ path, ...keyStoresOf(box, [passphrase, system]) });
    await start().save(choices);
    const choose = (next: KeyStoreChoice) => {
      choice = next;
    };
    return { path, system, passphrase, start, choose };
  }

  test('what was switched off stays off, and is sealed by that one from then on', async () => {
    const { system, start, choose } = await chosenAnew();
    choose('passphrase');
    const moved = await start().load();
    system.unusable = unusableStates[0];
    expect([moved, await start().load()]).toEqual([
      { choices, forged: [] },
      { choices, forged: [] },
    ]);
  });

  test('and it keeps nothing, what was switched off stays off, now and after a restart', async () => {
    const { path, start, choose } = await chosenAnew();
    const before = await readFile(path, 'utf8');
    choose('memory');
    const memory = start();
    expect([
      (await memory.load()).choices,
      (await memory.load()).choices,
      (await start().load()).choices,
      await readFile(path, 'utf8'),
    ]).toEqual([choices, choices, choices, before]);
  });

  test('what was chosen in memory is kept by the first that keeps anything', async () => {
    const { start, choose } = await chosenAnew();
    choose('memory');
    const memory = start();
    await memory.save([]);
    choose('passphrase');
    const moved = await memory.load();
    expect([moved.choices, (await start().load()).choices]).toEqual([[], []]);
  });

  test('that is locked, the others are not tried', async () => {
    const { passphrase, system, start, choose } = await chosenAnew();
    choose('passphrase');
    passphrase.unusable = unusableStates[4];
    const asked = system.decryptions;
    expect([await start().load(), system.decryptions - asked]).toEqual([
      { choices: 'locked', forged: [] },
      0,
    ]);
  });

  test('and that which has sealed it is gone, it is damaged', async () => {
    const { system, start, choose } = await chosenAnew();
    choose('passphrase');
    system.unusable = unusableStates[0];
    expect(await start().load()).toEqual({ choices: 'damaged', forged: [{ kind: 'forged' }] });
  });
});
