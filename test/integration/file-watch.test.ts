// A watched file on a real file system: every way in which programs change one is noticed, and nothing else is.
import { watch } from 'node:fs';
import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { replaceFile } from '../../main/adapters/node/durable-file.ts';
import { fileWatch } from '../../main/adapters/node/file-watch.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** Calls that were made, and the wait for the next one. */
class Calls {
  count = 0;
  #waiting: (() => void)[] = [];

  readonly note = (): void => {
    this.count += 1;
    for (const tell of this.#waiting.splice(0)) tell();
  };

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}

function watched(path: string): { calls: Calls; stop: () => void } {
  const calls = new Calls();
  const stop = fileWatch.watch(path, calls.note);
  onTestFinished(stop);
  return { calls, stop };
}

async function open(text?: string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'auth.json');
  if (text !== undefined) await writeFile(path, text);
  return { folder, path, ...watched(path) };
}

/**
 * How many calls had come when a later change of another watched file was noticed. That one was made after, in the same
 * folder, so that whatever was to come for the first has come.
 */
async function countAfter(folder: string, calls: Calls): Promise<number> {
  const fence = watched(join(folder, 'fence'));
  const noticed = fence.calls.next();
  await writeFile(join(folder, 'fence'), 'x');
  await noticed;
  return calls.count;
}

type Deed = (path: string, folder: string) => Promise<unknown>;

describe('is noticed, once for all events of one change:', () => {
  test.each<[string, Deed]>([
    ['written in place', (path) => writeFile(path, 'new')],
    ['added to', (path) => appendFile(path, 'more')],
    ['cut short', (path) => truncate(path, 1)],
    [
      'replaced by a rename',
      async (path, folder) => {
        await writeFile(join(folder, 'temporary'), 'new');
        await rename(join(folder, 'temporary'), path);
      },
    ],
    [
      'replaced by ourselves',
      (path) => replaceFile(path, new TextEncoder().encode('new'), new TextEncoder().encode('old')),
    ],
    ['removed', (path) => rm(path)],
    ['moved away', (path, folder) => rename(path, join(folder, 'elsewhere'))],
    [
      'removed and made again at once',
      async (path) => {
        await rm(path);
        await writeFile(path, 'new');
      },
    ],
  ])('a file that is %s', async (_name, deed) => {
    const { path, folder, calls } = await open('old');
    const noticed = calls.next();
    await deed(path, folder);
    await noticed;
    expect(await countAfter(folder, calls)).toBe(1);
  });

  test('a file that was not there and is made', async () => {
    const { path, folder, calls } = await open();
    const noticed = calls.next();
    await writeFile(path, 'new');
    await noticed;
    expect(await countAfter(folder, calls)).toBe(1);
  });

  test('each change of a file that is removed, made again, and replaced again and again', async () => {
    const { path, folder, calls } = await open('old');
    const deeds: readonly Deed[] = [
      () => rm(path),
      () => writeFile(path, 'made again'),
      () => writeFile(path, 'written in place'),
      async () => {
        await writeFile(join(folder, 'temporary'), 'replaced');
        await rename(join(folder, 'temporary'), path);
      },
      () => appendFile(path, 'the new one is written in place'),
    ];
    const counts: number[] = [];
    for (const deed of deeds) {
      const noticed = calls.next();
      await deed(path, folder);
      await noticed;
      counts.push(calls.count);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  });
});

test('what happens to other files of the folder is ignored', async () => {
  const { folder, calls } = await open('old');
  for (const name of ['auth.json.bak', 'xauth.json', 'AUTH.JSON', '.gatehouse-0123456789abcdef.tmp']) {
    await writeFile(join(folder, name), 'x');
    await rename(join(folder, name), join(folder, 'other'));
    await rm(join(folder, 'other'));
  }
  await mkdir(join(folder, 'below'));
  await writeFile(join(folder, 'below', 'auth.json'), 'x');
  expect(await countAfter(folder, calls)).toBe(0);
});

describe('stopping', () => {
  test('ends it: a later change is not told', async () => {
    const { path, folder, calls, stop } = await open('old');
    stop();
    await writeFile(path, 'new');
    expect(await countAfter(folder, calls)).toBe(0);
  });

  test('takes back what has been seen and not been told yet', async () => {
    const { path, folder, calls, stop } = await open('old');
    const seen = new Promise((resolve) => {
      const watcher = watch(folder, resolve);
      onTestFinished(() => {
        watcher.close();
      });
    });
    await writeFile(path, 'new');
    // One event of the folder reaches everybody who watches it; the call comes 50 ms after.
    await seen;
    stop();
    expect(await countAfter(folder, calls)).toBe(0);
  });

  test('of one leaves the others, and twice is once', async () => {
    const { path, calls, stop } = await open('old');
    const other = watched(path);
    stop();
    stop();
    const noticed = other.calls.next();
    await writeFile(path, 'new');
    await noticed;
    expect([calls.count, other.calls.count]).toEqual([0, 1]);
  });
});

describe('a folder that is not there', () => {
  test('is nothing to fail at: no call comes, and it can be stopped', async () => {
    const outer = await temporaryFolder();
    const { calls, stop } = watched(join(outer, 'later', 'auth.json'));
    await mkdir(join(outer, 'later'));
    await writeFile(join(outer, 'later', 'auth.json'), 'new');
    const count = await countAfter(outer, calls);
    stop();
    expect(count).toBe(0);
  });

  test('can be watched anew once it is there', async () => {
    const outer = await temporaryFolder();
    const path = join(outer, 'later', 'auth.json');
    watched(path).stop();
    await mkdir(join(outer, 'later'));
    const { calls } = watched(path);
    const noticed = calls.next();
    await writeFile(path, 'new');
    await noticed;
    expect(calls.count).toBe(1);
  });

  test('any more tells once that its file has gone, and can be watched anew when it was made again', async () => {
    const outer = await temporaryFolder();
    const path = join(outer, 'codex', 'auth.json');
    await mkdir(join(outer, 'codex'));
    await writeFile(path, 'old');
    const before = watched(path);
    const gone = before.calls.next();
    await rm(join(outer, 'codex'), { recursive: true });
    await gone;
    before.stop();
    await mkdir(join(outer, 'codex'));
    const after = watched(path);
    const noticed = after.calls.next();
    await writeFile(path, 'new');
    await noticed;
    expect([before.calls.count, after.calls.count]).toEqual([1, 1]);
  });
});
