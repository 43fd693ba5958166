// What the local service has done with the status lines of programs, and what it tells about them.
import { describe, expect, test } from 'vitest';
import { statusLinePreviewShape, statusLinesShape } from '../../../../main/broker/protocol/status-lines.ts';
import type { StatusLineActions } from '../../../../main/broker/routes/status-lines.ts';
import type { StatusLineParts } from '../../../../main/broker/actions/status-lines.ts';
import { consumerId } from '../../../../main/domain/ids.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { exampleStatusLine } from '../../../fakes/broker-answers.ts';
import { failureOf } from '../../../fakes/failures.ts';

const off = {
  consumer: consumerId('claude-code'),
  label: 'Claude Code',
  path: exampleStatusLine.path,
  kind: 'off',
} as const;

function open(): { statusLines: StatusLineActions; asked: string[] } {
  const asked: string[] = [];
  const parts: StatusLineParts['statusLines'] = {
    look: async () => {
      asked.push('look');
    },
    install: async (consumer) => {
      asked.push(`install ${consumer}`);
    },
    uninstall: async (consumer) => {
      asked.push(`uninstall ${consumer}`);
    },
    preview: async () => ({ path: off.path, before: null, after: '{}', reason: null }),
  };
  const { statusLines } = actionsOver({ statusLines: parts }, [
    { type: 'status-lines.seen', statusLines: [off] },
  ]);
  return { statusLines, asked };
}

describe('status lines', () => {
  test('are listed, switched on and off, and have a preview', async () => {
    const { statusLines, asked } = open();
    const listed = { schema: 1, statusLines: [{ ...off, own: null, heardAt: null, problem: null }] };
    expect([
      statusLinesShape.parse(await statusLines.list()),
      statusLinesShape.parse(await statusLines.set('claude-code', true)),
      statusLinesShape.parse(await statusLines.set('claude-code', false)),
      statusLinePreviewShape.parse(await statusLines.preview('claude-code')),
      asked,
    ]).toEqual([
      listed,
      listed,
      listed,
      { schema: 1, consumer: 'claude-code', path: off.path, before: null, after: '{}', reason: null },
      ['look', 'look', 'install claude-code', 'look', 'uninstall claude-code', 'look'],
    ]);
  });

  test.each<[string, (statusLines: StatusLineActions) => Promise<unknown>]>([
    ['changed', (statusLines) => statusLines.set('nothing', true)],
    ['previewed', (statusLines) => statusLines.preview('nothing')],
  ])('of programs that have none are not %s', async (_name, ask) => {
    const { statusLines, asked } = open();
    expect([await failureOf(ask(statusLines)), asked]).toEqual([
      { code: 'broker/bad-request', detail: 'nothing has no status line' },
      ['look'],
    ]);
  });
});
