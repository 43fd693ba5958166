// The desktop library reads and works what is on a world's screen, tray and bus. Each case is a script run inside one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { checkout, WorldPlace } from '../world/run-world.ts';

const place = new WorldPlace();
afterAll(() => {
  place[Symbol.dispose]();
});
const timeout = 30_000;
/** Left to the whole size: the end-to-end tests use all of it in every run. */
const rest = { timeout, ...leftToWhole };
const desktop = join(checkout, 'test/world/desktop');

/** Runs a script that ends by printing one JSON value. */
async function inWorld(script: string, options: string[] = []): Promise<unknown> {
  const imports = `
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    import { Tray } from '${desktop}/tray.ts';
    import { actOn, dismiss, notices, waitForNotice } from '${desktop}/notifications.ts';
    import { screenshot, windows } from '${desktop}/screen.ts';
    import { anyCanary, findSecrets } from '${desktop}/secrets.ts';
    const start = (...words) => spawn(words[0], words.slice(1), { stdio: 'inherit' });
    const example = () => start(process.execPath, '${desktop}/example-item.ts');
    const print = (value) => console.log(JSON.stringify(value));
    const words = (error) => error.message;
    const notify = (summary, actions) => start('gdbus', 'call', '--session', '-d', 'org.freedesktop.Notifications',
      '-o', '/org/freedesktop/Notifications', '-m', 'org.freedesktop.Notifications.Notify',
      'tester', '0', '', summary, 'a <b>body</b>', JSON.stringify(actions).replaceAll('"', "'"), '{}', '--', '-1');
  `;
  const run = await place.run([...options, '--', 'node', '--input-type=module', '-e', imports + script]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
}

it('reads a tray item with its nested menu', { timeout }, async () => {
  const seen = await inWorld(`
    const program = example();
    using tray = new Tray();
    const item = await tray.waitForItem('example');
    print({ title: item.title, tooltip: item.tooltip, menu: await tray.menu(item) });
    program.kill();
  `);
  const plainEntry = { kind: 'entry', enabled: true, visible: true, on: false, entries: [] };
  expect(seen).toEqual({
    title: 'Example',
    tooltip: { title: 'Example', text: 'Ada is chosen' },
    menu: [
      { ...plainEntry, id: 1, label: 'Ada', kind: 'radio', on: true },
      { ...plainEntry, id: 2, label: 'Grace', kind: 'radio' },
      { ...plainEntry, id: 3, label: '', kind: 'separator' },
      {
        ...plainEntry,
        id: 4,
        label: 'More',
        entries: [
          { ...plainEntry, id: 5, label: 'Quit' },
          { ...plainEntry, id: 6, label: 'snake_case', enabled: false },
          { ...plainEntry, id: 7, label: 'Hidden', visible: false },
        ],
      },
    ],
  });
});

it('clicks entries, sees what changes, and sees the item go', rest, async () => {
  const seen = await inWorld(`
    example();
    using tray = new Tray();
    const item = await tray.waitForItem('example');
    await tray.click(item, ['Grace']);
    const { on } = await tray.waitForEntry(item, ['Grace'], (entry) => entry.on);
    const { tooltip } = await tray.waitForTooltip(item, /Grace/);
    await tray.click(item, ['More', /^Qu/]);
    await tray.waitForNoItems();
    print({ on, text: tooltip.text });
  `);
  expect(seen).toEqual({ on: true, text: 'Grace is chosen' });
});

it('says what the menu is when an entry is missing, hidden or greyed out', rest, async () => {
  const seen = await inWorld(`
    const program = example();
    using tray = new Tray();
    const item = await tray.waitForItem('example');
    const soon = { deadlineMs: 300 };
    print(await Promise.all([['Nobody'], ['More', 'Hidden'], ['More', 'snake_case']].map((path) => tray.click(item, path, soon).catch(words))));
    program.kill();
  `);
  expect(seen).toEqual([
    expect.stringMatching(/"Nobody": nothing within 300 ms: the menu is\n {2}● Ada\n {2}○ Grace/),
    expect.stringMatching(/"More" › "Hidden": nothing within 300 ms/),
    expect.stringMatching(/"More" › "snake_case": nothing within 300 ms: [^]* snake_case \(greyed out\)/),
  ]);
});

it('has no tray host when it is told to leave it out', rest, async () => {
  const seen = await inWorld('using tray = new Tray(); print(await tray.items().catch(words));', [
    '--without',
    'tray',
  ]);
  expect(seen).toMatch(/org\.kde\.StatusNotifierWatcher/);
});

it('makes pictures of the icon, the open menu, the screen and a window', rest, async () => {
  const out = join(place.folder, 'pictures');
  const seen = await inWorld(
    `
    const program = example();
    const notice = notify('Shown', []);
    using tray = new Tray();
    const item = await tray.waitForItem('example');
    const folder = process.env['WORLD_OUT'];
    await tray.saveIcon(item, folder + '/icon.png');
    await tray.pictureOfTray(item, folder + '/tray.png');
    await waitForNotice(() => true);
    const [first] = await windows();
    await screenshot(folder + '/screen.png');
    await screenshot(folder + '/window.png', first);
    print(first);
    program.kill();
  `,
    ['--out', out],
  );
  expect(seen).toMatchObject({ title: 'Dunst' });
  const sizes = ['icon', 'screen', 'window', 'tray'].map((name) => pngSize(join(out, `${name}.png`)));
  expect(sizes.slice(0, 2)).toEqual(['4×4', '1280×800']);
  expect(sizes[2]).toBe(`${String(field(seen, 'width'))}×${String(field(seen, 'height'))}`);
  expect(sizes[3]).toMatch(/^\d{3,4}×\d{3,4}$/);
});

it('reads notices as they were sent, clicks their actions and sees them closed', rest, async () => {
  const seen = await inWorld(`
    notify('One', ['default', 'Open', 'later', 'Later [x]']);
    const one = await waitForNotice(({ summary }) => summary === 'One');
    const missing = await actOn(one, 'never').catch(words);
    await actOn(one, 'later');
    notify('Two', []);
    const two = await waitForNotice(({ summary }) => summary === 'Two');
    await dismiss(two);
    print({ app: one.app, body: one.body, actions: one.actions, open: one.open, missing, after: notices().map(({ open }) => open) });
  `);
  expect(seen).toEqual({
    app: 'tester',
    body: 'a <b>body</b>',
    actions: [
      { key: 'default', label: 'Open' },
      { key: 'later', label: 'Later [x]' },
    ],
    open: true,
    missing: '"One" has no action "never", only default, later',
    after: [false, false],
  });
});

it('finds planted secrets in files, arguments and variables, and never prints one whole', rest, async () => {
  const seen = await inWorld(`
    const home = process.env['HOME'];
    const secret = ['canary', 'abcdefghijklmnop'].join('_');
    writeFileSync(home + '/narrow', 'x' + secret);
    writeFileSync(home + '/wide', Buffer.concat([Buffer.from([0]), Buffer.from(secret, 'utf16le')]));
    writeFileSync(home + '/allowed', secret);
    const argument = spawn('sleep', ['infinity'], { argv0: secret });
    const variable = spawn('sleep', ['infinity'], { env: { PATH: process.env['PATH'], TOKEN: secret } });
    const clean = findSecrets(/canary_none_such/, { folders: [home] });
    const { leaks, filesRead, processesRead, unreadable } = findSecrets(anyCanary, { folders: [home], except: [home + '/allowed'] });
    const place = (path) => path.replace(home, '~').replace(String(argument.pid), 'ARGUMENT').replace(String(variable.pid), 'VARIABLE');
    print({
      leaks: leaks.map((leak) => place(leak.place) + ' ' + leak.startsWith), clean: clean.leaks, unreadable,
      looked: filesRead > 2 && processesRead > 5,
    });
    argument.kill(); variable.kill();
  `);
  expect(seen).toEqual({
    leaks: [
      '~/narrow canary_abcde…',
      '~/wide canary_abcde…',
      '/proc/ARGUMENT/cmdline canary_abcde…',
      '/proc/VARIABLE/environ canary_abcde…',
    ],
    clean: [],
    unreadable: [],
    looked: true,
  });
});

function pngSize(file: string): string {
  expect(existsSync(file)).toBe(true);
  const bytes = readFileSync(file);
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return `${String(bytes.readUInt32BE(16))}×${String(bytes.readUInt32BE(20))}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
