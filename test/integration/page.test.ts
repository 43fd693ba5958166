// The window's own files: read once and kept, and a file that could not be read is looked for again.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { servePage } from '../../main/adapters/electron/page.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

vi.mock('electron/main', () => ({ protocol: {} }));

async function served() {
  const folder = await temporaryFolder();
  const handlers: ((request: Request) => Response | Promise<Response>)[] = [];
  servePage({ protocol: { handle: (_scheme, handler) => void handlers.push(handler) } }, folder);
  const get = async (file: string): Promise<string> => {
    const answer = await handlers[0]?.(new Request(`gatehouse://window/${file}`));
    return answer?.ok === true ? answer.text() : String(answer?.status);
  };
  const headersOf = async (file: string): Promise<Headers | undefined> =>
    (await handlers[0]?.(new Request(`gatehouse://window/${file}`)))?.headers;
  const linkOf = async (file: string): Promise<string | null | undefined> =>
    (await headersOf(file))?.get('link');
  const statusOf = async (address: string, method = 'GET'): Promise<number | undefined> =>
    (await handlers[0]?.(new Request(address, { method })))?.status;
  return { get, linkOf, headersOf, statusOf, file: (name: string) => join(folder, name) };
}

test('a file is read once: what an update leaves in its place does not go with the page that is open', async () => {
  const { get, file } = await served();
  await writeFile(file('index.html'), 'first');
  const before = await get('index.html');
  await rm(file('index.html'));
  expect([before, await get('index.html')]).toEqual(['first', 'first']);
});

test('a file that was not there is looked for again, and nothing outside the folder is given', async () => {
  const { get, file } = await served();
  const before = await get('plot.js');
  await writeFile(file('plot.js'), 'there now');
  expect([before, await get('plot.js'), await get('%2e%2e%2fplot.js'), await get('plot.sh')]).toEqual([
    '404',
    'there now',
    '404',
    '404',
  ]);
});

test('the page names the files of its own that it begins with, and nothing else does', async () => {
  const { linkOf, file } = await served();
  await writeFile(
    file('index.html'),
    '<script type="module" src="./assets/index-a1.js"></script><link href="./assets/index-b2.css"><a href="https://example.com/c.js">',
  );
  await writeFile(file('plot.js'), 'import "./assets/index-a1.js"');
  expect([await linkOf('index.html'), await linkOf('plot.js')]).toEqual([
    '</assets/index-a1.js>; rel=modulepreload, </assets/index-b2.css>; rel=preload; as=style; crossorigin',
    null,
  ]);
});

test('the page may load and reach nothing but its own files, and is what its type says', async () => {
  const { headersOf, file } = await served();
  await writeFile(file('index.html'), '<p>');
  const headers = await headersOf('index.html');
  expect([headers?.get('content-security-policy'), headers?.get('x-content-type-options')]).toEqual([
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'nosniff',
  ]);
});

test('only plain files of the folder itself are given, to whoever reads them at the address of the window', async () => {
  const { statusOf, file } = await served();
  await mkdir(file('deep'));
  for (const name of ['page.js', 'notes.txt', 'deep/page.js']) await writeFile(file(name), '');
  expect(
    await Promise.all([
      statusOf('gatehouse://window/page.js'),
      statusOf('gatehouse://window/page.js', 'POST'),
      statusOf('gatehouse://other/page.js'),
      statusOf('gatehouse://window/notes.txt'),
      statusOf('gatehouse://window/deep/page.js'),
    ]),
  ).toEqual([200, 404, 404, 404, 404]);
});
