// Each shared file is written for itself: one that fails becomes a problem and does not stop the others.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { consumerId } from '../../../main/domain/ids.ts';
import type { JsonChanges } from '../../../main/domain/json.ts';
import type { ConsumerDescription } from '../../../main/consumers/description.ts';
import { writeSharedFiles } from '../../../main/flows/write-shared-files.ts';
import { createStore } from '../../../main/state/store.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { RecordingWriter, textFilesOf } from '../../fakes/shared-files.ts';

const entry = openaiEntry();

function consumer(name: string, content: JsonChanges | undefined, settings?: string): ConsumerDescription {
  return {
    id: consumerId(name),
    label: name.toUpperCase(),
    file: {
      path: ({ home }) => `${home}/${name}.json`,
      content: () => content,
      ...(settings !== undefined && {
        overruledBy: { path: () => settings, overrules: (text: string) => text === 'keyring' },
      }),
    },
  };
}

function parts(consumers: readonly ConsumerDescription[], texts: Readonly<Record<string, string>> = {}) {
  const writer = new RecordingWriter();
  const store = createStore();
  return {
    consumers,
    writer,
    store,
    log: new RecordingLog(),
    files: textFilesOf(texts),
    places: { home: '/home/ada', environment: {} },
  };
}

const first = consumer('first', { key: 'a' });
const second = consumer('second', { key: 'b' });

test('every file that may have the credential is written; the others are not touched', async () => {
  const given = parts([first, consumer('foreign', undefined), second]);
  await writeSharedFiles(entry, given);
  expect([given.writer.written, given.store.state().problems]).toEqual([
    [
      { path: '/home/ada/first.json', changes: { key: 'a' } },
      { path: '/home/ada/second.json', changes: { key: 'b' } },
    ],
    new Map(),
  ]);
});

describe('a file that cannot be written', () => {
  const path = '/home/ada/first.json';
  const failure = new Failure('storage/conflict', { subject: path });

  test('becomes a problem, and the next file is written all the same', async () => {
    const given = parts([first, second]);
    given.writer.broken.set(path, failure);
    await writeSharedFiles(entry, given);
    expect([
      given.writer.written.map((file) => file.path),
      given.store.state().problems,
      given.log.warnings,
    ]).toEqual([
      ['/home/ada/second.json'],
      new Map([[path, failure.toValue()]]),
      ['shared file not written'],
    ]);
  });

  test('stops being a problem once it has been written', async () => {
    const given = parts([first]);
    given.writer.broken.set(path, failure);
    await writeSharedFiles(entry, given);
    given.writer.broken.clear();
    await writeSharedFiles(entry, given);
    expect([given.writer.written.length, given.store.state().problems]).toEqual([1, new Map()]);
  });
});

describe('settings of the consumer that make its file pointless', () => {
  const managed = consumer('managed', { key: 'm' }, '/home/ada/config.toml');

  test('are respected, and said', async () => {
    const given = parts([managed, second], { '/home/ada/config.toml': 'keyring' });
    await writeSharedFiles(entry, given);
    expect([given.writer.written.map((file) => file.path), given.store.state().problems]).toEqual([
      ['/home/ada/second.json'],
      new Map([['/home/ada/managed.json', { code: 'storage/managed-elsewhere', subject: 'MANAGED' }]]),
    ]);
  });

  test.each([
    ['say something else', { '/home/ada/config.toml': 'file' }],
    ['are not there', {}],
  ])('do not matter when they %s', async (_name, texts) => {
    const given = parts([managed], texts);
    await writeSharedFiles(entry, given);
    expect([given.writer.written.length, given.store.state().problems]).toEqual([1, new Map()]);
  });

  test('that cannot be read are a problem, never taken for absent', async () => {
    const unreadable = new Failure('storage/unreadable', {
      subject: '/home/ada/config.toml',
      detail: 'EACCES',
    });
    const given = { ...parts([managed]), files: { read: () => Promise.reject(unreadable) } };
    await writeSharedFiles(entry, given);
    expect([given.writer.written, given.store.state().problems]).toEqual([
      [],
      new Map([['/home/ada/managed.json', unreadable.toValue()]]),
    ]);
  });
});

test('the log names the file and never what stands in it', async () => {
  const given = parts([consumer('first', { key: 'canary_token' })]);
  await writeSharedFiles(entry, given);
  expect(given.log.lines).toEqual([
    {
      level: 'info',
      message: 'shared file',
      facts: { path: '/home/ada/first.json', outcome: 'written', account: entry.account.id },
    },
  ]);
});
