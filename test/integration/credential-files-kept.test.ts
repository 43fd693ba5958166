// What the writer copies aside and what it need not, the rights that come back, and how long it waits for others.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CredentialFilesParts } from '../../main/adapters/node/credential-files.ts';
import { durableFiles } from '../../main/adapters/node/durable-file.ts';
import { Failure, toFailure } from '../../main/domain/failure.ts';
import type { Log } from '../../main/ports.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open(parts: Partial<CredentialFilesParts> = {}) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const backups = join(folder, 'backups');
  await mkdir(home, { mode: 0o700 });
  return { home, backups, path: join(home, 'auth.json'), files: openWriter(backups, parts) };
}

test('keys of ours that their program has renewed are not copied aside; anything else is, also when it is broken', async () => {
  const { path, backups, files } = await open();
  const target = { path, isOurs: (present: object) => 'token' in present };
  await files.editJson(target, () => ({ token: 'canary_first' }));
  const texts = ['{"token":"canary_renewed"}', '{"theirs":"canary_other"}', '{"token":"canary_cut'];
  for (const text of texts) {
    await writeFile(path, text);
    await files.put(target, { path, before: Buffer.from(text), after: Buffer.from('{"token":"x"}') });
  }
  expect(await copiesIn(backups)).toEqual([
    { why: 'replaced', text: '{"theirs":"canary_other"}', mode: '600' },
    { why: 'replaced', text: '{"token":"canary_cut', mode: '600' },
  ]);
});

test('of a file that is never said to be ours, what somebody else wrote is copied', async () => {
  const { path, backups, files } = await open();
  await files.editJson({ path }, () => ({ token: 'canary_first' }));
  await writeFile(path, '{"token":"canary_renewed"}');
  await files.editJson({ path }, () => ({ token: 'canary_second' }));
  expect((await copiesIn(backups)).map(({ text }) => text)).toEqual(['{"token":"canary_renewed"}']);
});

test('the rights come back alone where every byte is back already', async () => {
  const { path, files } = await open();
  await writeFile(path, '{"theirs":1}');
  await chmod(path, 0o640);
  await files.editJson({ path }, () => ({ ours: 1 }));
  await writeFile(path, '{"theirs":1}');
  const outcome = await files.restoreOriginal({ path });
  expect([outcome, await readFile(path, 'utf8'), await modeOf(path)]).toEqual([
    'written',
    '{"theirs":1}',
    '640',
  ]);
});

test('another program that comes between each time is waited for longer and longer, then given way to', async () => {
  const pausesMs: number[] = [];
  const { path, files } = await open({
    files: {
      ...durableFiles,
      replace: async (at, ...rest) => {
        if (at.endsWith('auth.json')) throw new Failure('storage/conflict', { subject: at });
        return durableFiles.replace(at, ...rest);
      },
    },
    pause: async (delayMs) => {
      pausesMs.push(delayMs);
    },
  });
  const failure = await failureOf(files.editText({ path }, () => 'ours'));
  expect([failure, pausesMs]).toEqual([{ code: 'storage/conflict', subject: path }, [10, 30, 90, 270]]);
});

test('a file that has vanished since it was read is a conflict, and nothing is made in its place', async () => {
  const { path, home, files } = await open();
  await writeFile(path, '{"theirs":1}');
  const gone = openWriter(join(home, 'backups'), {
    files: { ...durableFiles, rights: async () => undefined },
  });
  const failure = await failureOf(
    gone.put({ path }, { path, before: Buffer.from('{"theirs":1}'), after: Buffer.from('{}') }),
  );
  expect([failure, await readFile(path, 'utf8'), await files.original(path)]).toEqual([
    { code: 'storage/conflict', subject: path },
    '{"theirs":1}',
    undefined,
  ]);
});

test('what a way back does to the rights is not told: it is what the person had', async () => {
  const warnings: string[] = [];
  const log: Log = { info: () => undefined, warn: (message) => warnings.push(message) };
  const { path, files } = await open({ log });
  await writeFile(path, '{"theirs":1}', { mode: 0o600 });
  await files.editJson({ path }, () => ({ ours: 1 }));
  await chmod(path, 0o644);
  await files.restoreOriginal({ path });
  expect([warnings, await modeOf(path)]).toEqual([[], '600']);
});

test('rights that cannot be told stop a plan, unless nothing is to be written', async () => {
  const { path, home } = await open();
  const refused = new Failure('storage/refused-path', { subject: path, detail: 'made up' });
  const files = openWriter(join(home, 'backups'), {
    files: { ...durableFiles, rights: () => Promise.reject(refused) },
  });
  await writeFile(path, 'theirs');
  const alone = await files.planText({ path }, (text) => text);
  const failure = await failureOf(files.planText({ path }, () => 'ours'));
  await rm(path);
  expect([alone.mode, failure]).toEqual([undefined, refused.toValue()]);
});

test('a planned file is put where its folder is missing, unless that is its program’s to make', async () => {
  const { home, files } = await open();
  const outcomes: unknown[] = [];
  for (const needsFolder of [true, undefined] as const) {
    const path = join(home, 'new', 'auth.json');
    const target = { path, ...(needsFolder !== undefined && { needsFolder }) };
    outcomes.push(
      await files
        .put(target, { path, before: undefined, after: Buffer.from('{"ours":1}') })
        .catch((thrown: unknown) => toFailure(thrown).code),
    );
  }
  expect([outcomes, await readFile(join(home, 'new', 'auth.json'), 'utf8')]).toEqual([
    ['storage/conflict', 'written'],
    '{"ours":1}',
  ]);
});

test('a later write that fails loses nothing of what was kept at the first', async () => {
  const { path, backups, files } = await open();
  await writeFile(path, '{"theirs":1}');
  await files.editJson({ path }, () => ({ ours: 1 }));
  const failing = openWriter(backups, {
    files: {
      ...durableFiles,
      replace: (at, ...rest) =>
        at === path
          ? Promise.reject(new Failure('storage/write-failed', { subject: at }))
          : durableFiles.replace(at, ...rest),
    },
  });
  const failure = await failureOf(failing.editJson({ path }, () => ({ ours: 2 })));
  const original = await files.original(path);
  expect([failure.code, Buffer.from(original?.bytes ?? []).toString()]).toEqual([
    'storage/write-failed',
    '{"theirs":1}',
  ]);
});
