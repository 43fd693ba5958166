// What the local service has done with the shells, and what it tells about them.
import { describe, expect, test } from 'vitest';
import type { ShellParts } from '../../../../main/broker/actions/shells.ts';
import { shellPreviewShape, shellsShape } from '../../../../main/broker/protocol/shells.ts';
import type { ShellActions } from '../../../../main/broker/routes/shells.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { exampleShell } from '../../../fakes/broker-shells.ts';
import { failureOf } from '../../../fakes/failures.ts';

const { problem: _problem, ...facts } = exampleShell;

function open(): { shells: ShellActions; asked: string[] } {
  const asked: string[] = [];
  const parts: ShellParts['shells'] = {
    look: async () => {
      asked.push('look');
    },
    install: async (shell) => {
      asked.push(`install ${shell}`);
    },
    uninstall: async (shell) => {
      asked.push(`uninstall ${shell}`);
    },
    preview: async () => ({ path: facts.path, before: null, after: 'x', reason: null }),
  };
  const { shells } = actionsOver({ shells: parts }, [{ type: 'shells.seen', shells: [facts] }]);
  return { shells, asked };
}

describe('shells', () => {
  test('are listed, set up and left again, and have a preview', async () => {
    const { shells, asked } = open();
    const listed = { schema: 1, shells: [exampleShell] };
    expect([
      shellsShape.parse(await shells.list()),
      shellsShape.parse(await shells.set('bash', true)),
      shellsShape.parse(await shells.set('bash', false)),
      shellPreviewShape.parse(await shells.preview('bash')),
      asked,
    ]).toEqual([
      listed,
      listed,
      listed,
      { schema: 1, shell: 'bash', path: facts.path, before: null, after: 'x', reason: null },
      ['look', 'look', 'install bash', 'look', 'uninstall bash', 'look'],
    ]);
  });

  test.each<[string, (shells: ShellActions) => Promise<unknown>]>([
    ['set up', (shells) => shells.set('tcsh', true)],
    ['previewed', (shells) => shells.preview('tcsh')],
  ])('that nobody has here are not %s', async (_name, ask) => {
    const { shells, asked } = open();
    expect([await failureOf(ask(shells)), asked]).toEqual([
      { code: 'shell/unsuitable', subject: 'tcsh' },
      ['look'],
    ]);
  });
});
