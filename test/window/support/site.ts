// Builds the renderer as it is shipped and serves it on loopback: the page's policy then means a real origin.
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import config from '../../../electron.vite.config.ts';

export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export async function openSite(): Promise<Site> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-window-'));
  const { renderer } = config;
  if (renderer === undefined) throw new Error('electron.vite.config.ts has no renderer');
  await build({
    ...renderer,
    configFile: false,
    logLevel: 'warn',
    base: './',
    build: { ...renderer.build, outDir: folder },
  });
  const server = createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    const file = path.join(folder, name === '/' ? 'index.html' : name);
    readFile(file).then(
      (content) => response.writeHead(200, { 'content-type': types[path.extname(file)] ?? '' }).end(content),
      // A browser asks for an icon of its own accord; that is no fault of the page.
      () => response.writeHead(name === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
