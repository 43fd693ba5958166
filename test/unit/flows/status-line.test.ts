// Our status line is put beside the person's own, and taken out without a trace, whatever happens in between.
import { describe, expect, test } from 'vitest';
import { statusLine as host } from '../../../main/consumers/claude-code/status-line.ts';
import { consumerId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { createStatusLine, type StatusLineParts } from '../../../main/flows/status-line.ts';
import { failureOf } from '../../fakes/failures.ts';
import { MemoryFiles } from '../../fakes/shared-files.ts';

const path = '/home/ada/.claude/settings.json';
const own = { type: 'command', command: '~/line.sh', padding: 1 };
const claudeCode = consumerId('claude-code');

type Note = Parameters<StatusLineParts['notes']['save']>[1];

/** Commands of ours look like `ours(~/line.sh)` here, and `moved(~/line.sh)` where their script lies elsewhere. */
function desk(settings?: JsonObject | string) {
  const files = new MemoryFiles(settings === undefined ? {} : { [path]: settings });
  const notes = new Map<string, Note>();
  const script: string[] = [];
  const line = createStatusLine({
    consumers: [
      { id: claudeCode, label: 'Claude Code', statusLine: host },
      { id: consumerId('codex'), label: 'Codex' },
    ],
    places: { home: '/home/ada', data: '/data', environment: {} },
    files,
    writer: files,
    notes: {
      find: async (consumer) => notes.get(consumer),
      save: async (consumer, note) => {
        if (note === undefined) notes.delete(consumer);
        else notes.set(consumer, note);
      },
    },
    scriptFor: () => ({
      command: (command) => `ours(${command ?? ''})`,
      ownIn: (command) => {
        const [, form, inside] = /^(ours|moved)\((.*)\)$/.exec(command) ?? [];
        if (inside === undefined) return undefined;
        return { own: inside === '' ? undefined : inside, isHere: form === 'ours' };
      },
      write: async () => {
        script.push('written');
      },
      remove: async () => {
        script.push('removed');
      },
    }),
  });
  return {
    line,
    files,
    notes,
    script,
    install: () => line.install(claudeCode),
    uninstall: () => line.uninstall(claudeCode),
  };
}

describe('putting it in', () => {
  test('runs ours, which runs the person’s own, and nothing else of the settings changes', async () => {
    const { install, files, script, line } = desk({ model: 'opus', statusLine: own });
    await install();
    expect([files.json(path), script, await line.state()]).toEqual([
      { model: 'opus', statusLine: { type: 'command', command: 'ours(~/line.sh)', padding: 1 } },
      ['written'],
      [{ consumer: 'claude-code', label: 'Claude Code', path, kind: 'on', own: '~/line.sh' }],
    ]);
  });

  test('twice is once', async () => {
    const { install, files, notes } = desk({ statusLine: own });
    await install();
    const once = [files.json(path), [...notes]];
    await install();
    expect([files.json(path), [...notes]]).toEqual(once);
    expect(files.touched).toEqual([`written ${path}`]);
  });

  test('makes the settings where there were none', async () => {
    const { install, files, line } = desk();
    await install();
    expect([files.json(path), (await line.state())[0]?.own]).toEqual([
      { statusLine: { type: 'command', command: 'ours()' } },
      null,
    ]);
  });

  test('is refused where the line is no command, and nothing is written', async () => {
    const { install, files, notes, script } = desk({ statusLine: { type: 'static', text: 'hi' } });
    const failure = await failureOf(install());
    expect([failure, files.touched, [...notes], script]).toEqual([
      { code: 'storage/unreadable', subject: path, detail: 'its status line is not a command' },
      [],
      [],
      [],
    ]);
  });

  test('is refused where the settings cannot be understood, and nothing is written', async () => {
    const { install, line, files, notes, script } = desk('{ // a comment\n "statusLine": {} }');
    const codes = [(await failureOf(install())).code, (await failureOf(line.preview(claudeCode))).code];
    const refused = ['storage/unreadable', 'storage/unreadable'];
    expect([codes, files.touched, [...notes], script]).toEqual([refused, [], [], []]);
  });

  test('of a program that has none, or that is not known, is refused', async () => {
    const { line } = desk({});
    expect([
      (await failureOf(line.install('codex'))).code,
      (await failureOf(line.preview('another'))).code,
    ]).toEqual(['broker/bad-request', 'broker/bad-request']);
  });
});

describe('taking it out', () => {
  test('puts back what stood there, also when other settings were changed meanwhile', async () => {
    const { install, uninstall, files, notes, script } = desk({ statusLine: own });
    await install();
    files.place(path, { ...files.json(path), model: 'haiku' });
    await uninstall();
    expect([files.json(path), [...notes], script]).toEqual([
      { statusLine: own, model: 'haiku' },
      [],
      ['written', 'removed'],
    ]);
  });

  test('takes the setting away where there was none, and the file where we made it', async () => {
    const [some, none] = [desk({ model: 'opus' }), desk()];
    for (const { install, uninstall } of [some, none]) {
      await install();
      await uninstall();
    }
    expect([some.files.json(path), none.files.json(path)]).toEqual([{ model: 'opus' }, undefined]);
  });

  test('keeps what the person has changed about the line while it was ours', async () => {
    const { install, uninstall, files } = desk({ statusLine: own });
    await install();
    files.place(path, { statusLine: { ...own, command: 'ours(~/line.sh)', padding: 7 } });
    await uninstall();
    expect(files.json(path)).toEqual({ statusLine: { ...own, padding: 7 } });
  });

  test('leaves a line alone that somebody else has put there since, and that is said', async () => {
    const { install, uninstall, files, line } = desk({ statusLine: own });
    await install();
    const theirs = { statusLine: { type: 'command', command: '~/theirs.sh' } };
    files.place(path, theirs);
    const before = await line.state();
    await uninstall();
    expect([before, files.json(path), await line.state()]).toMatchObject([
      [{ kind: 'replaced', own: '~/theirs.sh' }],
      theirs,
      [{ kind: 'off', own: '~/theirs.sh' }],
    ]);
  });

  test('puts the person’s own back also when our note of it is lost', async () => {
    const { install, uninstall, files, notes } = desk({ statusLine: own });
    await install();
    notes.clear();
    await uninstall();
    expect(files.json(path)).toEqual({ statusLine: own });
  });

  test('of what was never there changes nothing', async () => {
    const { uninstall, files } = desk({ statusLine: own });
    await uninstall();
    expect([files.json(path), files.touched]).toEqual([{ statusLine: own }, []]);
  });
});

describe('ours that was made in another home', () => {
  const moved = (command: string) => ({ statusLine: { ...own, command: `moved(${command})` } });

  test('is not on here, and is taken out with the person’s own back', async () => {
    const [some, none] = [
      desk(moved('~/line.sh')),
      desk({ statusLine: moved('').statusLine, model: 'opus' }),
    ];
    const [before] = await some.line.state();
    for (const { uninstall } of [some, none]) await uninstall();
    expect([before?.kind, some.files.json(path), none.files.json(path)]).toEqual([
      'off',
      { statusLine: own },
      { model: 'opus' },
    ]);
  });

  test('is taken out as our note of it says, which came along', async () => {
    const { uninstall, files, notes } = desk(moved(''));
    notes.set(claudeCode, { before: { text: 'as it was' }, after: moved('').statusLine });
    await uninstall();
    expect([files.json(path), [...notes]]).toEqual([{ statusLine: { text: 'as it was' } }, []]);
  });

  test('is replaced and not wrapped, and then taken out as if it had never been', async () => {
    const { install, uninstall, line, files } = desk(moved('~/line.sh'));
    const preview = await line.preview(claudeCode);
    await install();
    const during = files.json(path);
    await uninstall();
    const ours = { statusLine: { ...own, command: 'ours(~/line.sh)' } };
    expect([preview, during, files.json(path)]).toEqual([
      {
        path,
        before: JSON.stringify(moved('~/line.sh'), null, 2),
        after: JSON.stringify(ours, null, 2),
        reason: null,
      },
      ours,
      { statusLine: own },
    ]);
  });
});

describe('what would be done', () => {
  test('shows the setting before and after, and nothing else of the file', async () => {
    const { line, files } = desk({ env: { TOKEN: 'canary_token' }, statusLine: own });
    const shown = await line.preview(claudeCode);
    expect([shown, files.touched]).toEqual([
      {
        path,
        before: JSON.stringify({ statusLine: own }, null, 2),
        after: JSON.stringify({ statusLine: { ...own, command: 'ours(~/line.sh)' } }, null, 2),
        reason: null,
      },
      [],
    ]);
  });

  test('says that it is there already', async () => {
    const { line, install } = desk();
    await install();
    expect(await line.preview(claudeCode)).toEqual({
      path,
      before: null,
      after: null,
      reason: 'It is there already, so nothing would be written.',
    });
  });
});

test('at a start the script is written anew for whoever has it, and for nobody else', async () => {
  const [on, off] = [desk({ statusLine: own }), desk({ statusLine: own })];
  await on.install();
  for (const { line } of [on, off]) await line.refresh();
  expect([on.script, off.script]).toEqual([['written', 'written'], []]);
});
