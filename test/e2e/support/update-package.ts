// The package as a release would be that looks for updates at an address: the same code, with other facts in its archive. And the
// place where it finds one, under that address.
import { createPackage, extractAll } from '@electron/asar';
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, hash, sign } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { signatureName } from '../../../main/domain/update.ts';
import { makeCertificates } from '../../world/sandbox/certificates.ts';
import { appFolder, home } from './app.ts';

const run = promisify(execFile);
export const updateHost = 'updates.gatehouse.example';
const folderName = '/stable/';

/** What is new: a program that leaves word beside itself that it was started. */
export const newName = 'gatehouse-0.2.0-linux-x64.AppImage';
export const newProgram = `#!/bin/sh\nprintf started > "$(dirname "$0")/started"\n${'#'.repeat(1_000_000)}\n`;

/** What the place does instead of what it should. */
export type Fault = 'unsigned' | 'signed by another' | 'elsewhere' | 'another file';

export interface UpdatePlace {
  fault: Fault | undefined;
  /** The name of the file with the signature. */
  readonly signature: string;
  /** Every request: the host, the path, and whose it says it is. */
  readonly asked: string[];
  /** What the app is started with, so that it comes to this place. */
  readonly environment: Readonly<Record<string, string>>;
  /** The package that looks there. */
  readonly executable: string;
  /** What stands for the AppImage that runs. */
  readonly image: string;
  close(): Promise<void>;
}

function ownEnvironment(): Readonly<Record<string, string>> {
  const set = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(set);
}

const isoNow = (): string => new Date().toISOString();

function metadata(): string {
  const sha512 = createHash('sha512').update(newProgram).digest('base64');
  const file = [`  - url: ${newName}`, `    sha512: ${sha512}`, `    size: ${String(newProgram.length)}`];
  return ['version: 0.2.0', 'files:', ...file, `path: ${newName}`, `releaseDate: '${isoNow()}'`, ''].join(
    '\n',
  );
}

async function port(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Everything by links but what differs: the program knows its folder by where it really lies. */
async function packageWith(facts: object, folder: string): Promise<string> {
  const source = `${appFolder}-inspect`;
  const [made, resources, content] = ['app', 'app/resources', 'content'].map((name) => join(folder, name));
  if (made === undefined || resources === undefined || content === undefined) throw new Error('no folder');
  await mkdir(resources, { recursive: true });
  for (const name of await readdir(source))
    if (name === 'gatehouse-app') await copyFile(join(source, name), join(made, name));
    else if (name !== 'resources') await symlink(join(source, name), join(made, name));
  for (const name of await readdir(join(source, 'resources')))
    if (name !== 'app.asar') await symlink(join(source, 'resources', name), join(resources, name));
  extractAll(join(source, 'resources', 'app.asar'), content);
  await writeFile(join(content, 'out/main/updates.json'), JSON.stringify(facts));
  await createPackage(content, join(resources, 'app.asar'));
  return join(made, 'gatehouse-app');
}

/** A proxy that leads everything to one server, whatever its name. */
function proxyTo(target: number): Server {
  return createServer().on('connect', (_request, socket) => {
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
}

export async function openUpdatePlace(): Promise<UpdatePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-updates-'));
  const made = await makeCertificates(join(folder, 'ca'), [updateHost, 'elsewhere.example']);
  const trust = ['-d', `sql:${home}/.pki/nssdb`];
  await run('certutil', ['-A', '-n', 'updates', '-t', 'C,,', '-i', made.authorityPath, ...trust]);
  const [own, foreign] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const image = join(folder, 'image', 'Gatehouse.AppImage');
  await mkdir(join(folder, 'image'));
  await writeFile(image, 'the old one', { mode: 0o755 });
  const words = metadata();
  const signature = signatureName('latest-linux.yml', hash('sha256', words));
  const asked: string[] = [];
  const server = createSecureServer(
    { cert: made.serverCertificate, key: made.serverKey },
    ({ url, headers }, response) => {
      asked.push(`${headers.host ?? ''}${url ?? ''} ${headers['user-agent'] ?? ''}`);
      const key = place.fault === 'signed by another' ? foreign.privateKey : own.privateKey;
      if (url === `${folderName}latest-linux.yml`) response.end(words);
      else if (url === `${folderName}${signature}` && place.fault !== 'unsigned')
        response.end(sign(null, Buffer.from(words), key).toString('base64'));
      else if (url === `${folderName}${newName}` && place.fault === 'elsewhere')
        response.writeHead(302, { location: `https://elsewhere.example${folderName}${newName}` }).end();
      else if (url === `${folderName}${newName}`)
        response.end(place.fault === 'another file' ? newProgram.replace('started', 'ruined!') : newProgram);
      else response.writeHead(404).end();
    },
  );
  const proxy = proxyTo(await port(server));
  const via = `http://127.0.0.1:${String(await port(proxy))}`;
  const executable = await packageWith(
    {
      address: `https://${updateHost}${folderName}`,
      keys: [own.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
      page: 'https://gatehouse.example/releases',
      since: '2026-01-01',
    },
    folder,
  );
  const place: UpdatePlace = {
    signature,
    fault: undefined,
    asked,
    environment: {
      ...ownEnvironment(),
      APPIMAGE: image,
      APPDIR: dirname(executable),
      HTTPS_PROXY: via,
      https_proxy: via,
    },
    executable,
    image,
    async close() {
      for (const each of [server, proxy]) {
        each.close();
        each.closeAllConnections();
      }
      await run('certutil', ['-D', '-n', 'updates', ...trust]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return place;
}
