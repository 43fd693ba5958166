// A small tree with our room names and stub packages, into which the rule tests plant one violation each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Tree = Readonly<Record<string, string>>;

/** Every room once, importing what its rule allows. */
const lawful: Tree = {
  'main/domain/account.ts': 'export const account = 1; export interface Account { readonly id: string }\n',
  'main/ports.ts':
    "import type { Account } from './domain/account.ts';\nexport interface Clock { of(account: Account): number }\nexport const port = 1;\n",
  'main/paths.ts':
    "import envPaths from 'env-paths';\nimport path from 'node:path';\nexport const paths = path.join(envPaths('x').data);\n",
  'main/providers/description.ts': "import { z } from 'zod';\nexport const description = z;\n",
  'main/providers/first/index.ts':
    "import { discovery } from 'openid-client';\nimport type { Clock } from '../../ports.ts';\nimport { description } from '../description.ts';\nexport const first = (clock: Clock) => [clock, description, discovery];\n",
  'main/providers/second/index.ts': 'export const second = 2;\n',
  'main/providers/list.ts':
    "import { first } from './first/index.ts';\nimport { second } from './second/index.ts';\nexport const providers = [first, second];\n",
  'main/consumers/description.ts': 'export const description = 1;\n',
  'main/consumers/one.ts':
    "import { description } from './description.ts';\nexport const one = description;\n",
  'main/consumers/two.ts': 'export const two = 2;\n',
  'main/consumers/list.ts':
    "import { one } from './one.ts';\nimport { two } from './two.ts';\nexport const consumers = [one, two];\n",
  'main/state/store.ts':
    "import { account } from '../domain/account.ts';\nimport type { View } from '../../preload/view.ts';\nexport const store = (view: View) => [view, account];\n",
  'main/flows/sign-in.ts':
    "import { providers } from '../providers/list.ts';\nimport { consumers } from '../consumers/list.ts';\nimport { store } from '../state/store.ts';\nimport type { Clock } from '../ports.ts';\nexport const signIn = (clock: Clock) => [clock, providers, consumers, store];\n",
  'main/adapters/node/files.ts':
    "import { readFile } from 'node:fs/promises';\nimport type { Clock } from '../../ports.ts';\nexport const files = (clock: Clock) => [clock, readFile];\n",
  'main/adapters/electron/box.ts':
    "import { safeStorage } from 'electron/main';\nexport const box = safeStorage;\n",
  'main/broker/protocol.ts': "import { z } from 'zod';\nexport const protocol = z;\n",
  'main/broker/service.ts':
    "import { createServer } from 'node:http';\nimport { Hono } from 'hono';\nimport { protocol } from './protocol.ts';\nexport const service = [createServer, Hono, protocol];\n",
  'main/desktop/tray.ts':
    "import { Tray } from 'electron/main';\nimport { store } from '../state/store.ts';\nimport { calls } from '../../preload/contract.ts';\nexport const tray = [Tray, store, calls];\n",
  'main/cli/main.ts':
    "import { connect } from 'node:net';\nimport { Command } from 'commander';\nimport { protocol } from '../broker/protocol.ts';\nimport { paths } from '../paths.ts';\nexport const cli = [connect, Command, protocol, paths];\n",
  'main/compose.ts':
    "import { signIn } from './flows/sign-in.ts';\nimport { files } from './adapters/node/files.ts';\nimport { box } from './adapters/electron/box.ts';\nimport { service } from './broker/service.ts';\nimport { tray } from './desktop/tray.ts';\nexport const compose = [signIn, files, box, service, tray];\n",
  'main/index.ts':
    "import { compose } from './compose.ts';\nimport { cli } from './cli/main.ts';\nconsole.log(compose, cli);\n",
  'preload/view.ts': 'export interface View { readonly title: string }\nexport const words = 1;\n',
  'preload/contract.ts':
    "import { z } from 'zod';\nimport type { View } from './view.ts';\nexport const calls = z as View;\n",
  'preload/index.ts':
    "import { contextBridge } from 'electron/renderer';\nimport { calls } from './contract.ts';\ncontextBridge.exposeInMainWorld('gatehouse', calls);\n",
  'renderer/main.tsx':
    "import { render } from 'preact';\nimport type { View } from '../preload/view.ts';\nexport const draw = (view: View) => render(view);\n",
  'scripts/tool.ts': 'export const tool = 1;\n',
  'test/double.ts': 'export const double = 1;\n',
};

const shipped = ['zod', 'openid-client', 'env-paths', 'hono', 'commander', 'preact', 'stray'];

function manifestAnd(packages: readonly string[], development: readonly string[]): Tree {
  const versions = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const stubs = [...packages, ...development].flatMap((name): [string, string][] => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'export default 1;\n'],
  ]);
  return {
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: versions(packages),
      devDependencies: versions(development),
    }),
    ...Object.fromEntries(stubs),
  };
}

/** Writes the lawful tree and the planted files (which add to a lawful file of the same name). */
export function plantTree(planted: Tree): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-rules-'));
  const files = { ...lawful, ...manifestAnd(shipped, ['vitest', 'electron']) };
  for (const [name, text] of Object.entries({ ...files, ...planted })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

export function removeTree(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
