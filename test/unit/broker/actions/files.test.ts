// What the local service has done with shared files, and what it tells about them.
import { describe, expect, test } from 'vitest';
import {
  filesShape,
  historyShape,
  previewShape,
  restoredFilesShape,
} from '../../../../main/broker/protocol/files.ts';
import type { FileActions } from '../../../../main/broker/routes/files.ts';
import { actionsOver, codexFile } from '../../../fakes/broker-actions.ts';
import { failureOf } from '../../../fakes/failures.ts';

describe('shared files', () => {
  const shown = { ...codexFile, enabled: true, changedElsewhere: null, problem: null };
  const { isOnByDefault: _default, ...file } = shown;

  test('are listed, and switched on and off', async () => {
    const { files } = actionsOver();
    const answers = [await files.list(), await files.choose('codex-auth', false)];
    expect(answers.map((each) => filesShape.parse(each))).toEqual([
      { schema: 1, files: [file] },
      { schema: 1, files: [{ ...file, enabled: false }] },
    ]);
  });

  test('are not switched on while it is locked, for that would put keys into them', async () => {
    const { files } = actionsOver({}, [{ type: 'lock.changed', locked: true }]);
    const off = await files.choose('codex-auth', false);
    expect([
      await failureOf(files.choose('codex-auth', true)),
      off.files.map(({ enabled }) => enabled),
      (await files.list()).files,
    ]).toEqual([{ code: 'broker/locked' }, [false], off.files]);
  });

  test('are not put back as they were before while it is locked', async () => {
    const { files } = actionsOver({}, [{ type: 'lock.changed', locked: true }]);
    expect(await failureOf(files.restore(undefined, true))).toEqual({ code: 'broker/locked' });
  });

  test('have a preview, and versions whose text is told only of the file that is named', async () => {
    const { files } = actionsOver({
      previewFile: async () => ({ path: '/codex/auth.json', before: null, after: '{}', reason: null }),
      history: {
        versions: async () => [
          { at: 2, by: 'Codex', text: undefined },
          { at: 1, by: 'Gatehouse', text: '{}' },
        ],
      },
    });
    const of = { id: 'codex-auth', reader: 'Codex', path: '/codex/auth.json' };
    expect([
      previewShape.parse(await files.preview('codex-auth')),
      historyShape.parse(await files.history(undefined)),
      historyShape.parse(await files.history('codex-auth')),
    ]).toEqual([
      { schema: 1, file: 'codex-auth', path: '/codex/auth.json', before: null, after: '{}', reason: null },
      {
        schema: 1,
        files: [
          {
            ...of,
            versions: [
              { at: 2, by: 'Codex' },
              { at: 1, by: 'Gatehouse' },
            ],
          },
        ],
      },
      {
        schema: 1,
        files: [
          {
            ...of,
            versions: [
              { at: 2, by: 'Codex', text: null },
              { at: 1, by: 'Gatehouse', text: '{}' },
            ],
          },
        ],
      },
    ]);
  });

  test('are restored with one outcome each', async () => {
    const { files } = actionsOver({
      restoreFiles: async (_file, force) => [
        {
          id: 'codex-auth',
          path: '/codex/auth.json',
          outcome: force ? 'failed' : 'spent',
          failure: { code: force ? 'storage/conflict' : 'credential/spent' },
        },
      ],
    });
    const answers = [await files.restore(undefined, true), await files.restore('codex-auth', false)];
    expect(
      answers.map((answer) =>
        restoredFilesShape.parse(answer).files.map(({ outcome, problem }) => [outcome, problem?.code]),
      ),
    ).toEqual([[['failed', 'storage/conflict']], [['spent', 'credential/spent']]]);
  });

  test.each<[string, (files: FileActions) => Promise<unknown>]>([
    ['switched', (files) => files.choose('nothing', true)],
    ['previewed', (files) => files.preview('nothing')],
    ['told of', (files) => files.history('nothing')],
    ['restored', (files) => files.restore('nothing', false)],
  ])('that are not there are not %s', async (_name, ask) => {
    expect(await failureOf(ask(actionsOver().files))).toEqual({
      code: 'broker/bad-request',
      detail: 'there is no shared file nothing',
    });
  });
});
