// The import table holds, and the tool that says so has been seen to find a violation of each of its rules.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../scripts/check/layers.ts';
import { plantTree, removeTree, type Tree } from './planted-tree.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const rooms = ['main', 'preload', 'renderer', 'scripts', 'test'];

interface Planted {
  readonly file: string;
  readonly text: string;
}

const value = (from: string): string => `import * as planted from '${from}';\nexport const seen = planted;\n`;
const type = (from: string, name: string): string =>
  `import type { ${name} } from '${from}';\nexport type Seen = ${name};\n`;

/** One violation per rule, each in a file of its own so that it cannot hide behind another. */
const plants: Readonly<Record<string, Planted>> = {
  'domain-knows-only-itself': { file: 'main/domain/planted.ts', text: type('../ports.ts', 'Clock') },
  'ports-know-only-the-domain': { file: 'main/ports.ts', text: value('zod') },
  'ports-take-only-types': {
    file: 'main/ports.ts',
    text: `${value('zod')}${value('./domain/account.ts').replaceAll('planted', 'other').replace('seen', 'more')}`,
  },
  'paths-know-only-paths': { file: 'main/paths.ts', text: value('node:fs') },
  'providers-know-domain-and-ports': { file: 'main/providers/first/planted-a.ts', text: value('node:fs') },
  'consumers-know-domain-and-ports': {
    file: 'main/consumers/planted-a.ts',
    text: value('../state/store.ts'),
  },
  'providers-and-consumers-take-only-port-types': {
    file: 'main/consumers/planted-b.ts',
    text: value('../ports.ts'),
  },
  'providers-do-not-know-each-other': {
    file: 'main/providers/first/planted-b.ts',
    text: value('../second/index.ts'),
  },
  'consumers-do-not-know-each-other': { file: 'main/consumers/two.ts', text: value('./one.ts') },
  'flows-know-the-core': { file: 'main/flows/planted-a.ts', text: value('../adapters/node/files.ts') },
  'flows-reach-providers-through-the-lists': {
    file: 'main/flows/planted-b.ts',
    text: value('../providers/first/index.ts'),
  },
  'state-has-no-effects': { file: 'main/state/planted-a.ts', text: value('node:fs') },
  'state-takes-only-contract-types': {
    file: 'main/state/planted-b.ts',
    text: value('../../preload/view.ts'),
  },
  'adapters-serve-the-ports': {
    file: 'main/adapters/electron/planted.ts',
    text: value('../../state/store.ts'),
  },
  'node-adapters-run-without-electron': {
    file: 'main/adapters/node/planted.ts',
    text: value('electron/main'),
  },
  'broker-gets-flows-as-arguments': { file: 'main/broker/planted-a.ts', text: value('../flows/sign-in.ts') },
  'broker-runs-without-electron': { file: 'main/broker/planted-b.ts', text: value('electron') },
  'desktop-gets-flows-as-arguments': { file: 'main/desktop/planted.ts', text: value('../flows/sign-in.ts') },
  'cli-is-a-client-of-the-broker': { file: 'main/cli/planted-a.ts', text: value('../broker/service.ts') },
  'cli-runs-without-electron': { file: 'main/cli/planted-b.ts', text: value('electron/main') },
  'only-compose-joins-rooms': { file: 'main/index.ts', text: value('./state/store.ts') },
  'nothing-imports-the-top': { file: 'main/desktop/planted-b.ts', text: value('../compose.ts') },
  'contract-is-plain-data': { file: 'preload/contract.ts', text: value('electron/renderer') },
  'preload-is-the-door': { file: 'preload/planted.ts', text: value('../main/domain/account.ts') },
  'renderer-draws-the-view': { file: 'renderer/planted-a.ts', text: value('../main/domain/account.ts') },
  'renderer-takes-only-contract-types': {
    file: 'renderer/planted-b.ts',
    text: value('../preload/contract.ts'),
  },
  'product-knows-no-tests-or-scripts': {
    file: 'main/adapters/node/planted-b.ts',
    text: value('../../../test/double.ts'),
  },
  'product-uses-shipped-packages': { file: 'main/adapters/node/planted-c.ts', text: value('vitest') },
  'no-cycles': { file: 'main/domain/account.ts', text: value('./planted-cycle.ts') },
  'everything-is-found': { file: 'scripts/planted.ts', text: value('./absent.ts') },
};

/** The other half of the planted cycle. */
const helpers: Tree = { 'main/domain/planted-cycle.ts': value('./account.ts') };

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

function cruise(folder: string, from: readonly string[] = rooms): Promise<Cruise['summary']> {
  const program = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const args = [
    program,
    '--config',
    path.join(root, '.dependency-cruiser.mjs'),
    '--output-type',
    'json',
    ...from,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout) => {
      try {
        resolve((JSON.parse(stdout) as Cruise).summary);
      } catch {
        reject(error ?? new Error(stdout));
      }
    });
  });
}

function names(summary: Cruise['summary']): string[] {
  return summary.violations.map(({ from, rule }) => `${rule.name} in ${from}`);
}

describe('the layer check', () => {
  let folder = '';
  let found: readonly string[] = [];

  beforeAll(async () => {
    const planted = Object.values(plants).map(({ file, text }): [string, string] => [file, text]);
    folder = plantTree({ ...helpers, ...Object.fromEntries(planted) });
    found = names(await cruise(folder));
  });
  afterAll(() => {
    removeTree(folder);
  });

  test('has a planted violation for every rule', () => {
    const rules = new Set(config.forbidden.map(({ name }) => name));
    // Which members a list has is read from the tree at hand, so these two exist only where lists do.
    rules.add('providers-do-not-know-each-other').add('consumers-do-not-know-each-other');
    expect([...rules].sort()).toEqual(Object.keys(plants).sort());
  });

  test.each(Object.entries(plants))('finds a violation of %s', (rule, { file }) => {
    expect(found).toContain(`${rule} in ${file}`);
  });

  test('finds nothing in a tree that keeps the table', async () => {
    const lawful = plantTree({});
    try {
      const summary = await cruise(lawful);
      expect({ violations: names(summary), seen: summary.totalCruised > 20 }).toEqual({
        violations: [],
        seen: true,
      });
    } finally {
      removeTree(lawful);
    }
  });

  test('sees the files of the real tree', async () => {
    // One small room is enough to see that: `npm run check` goes through all of them.
    const summary = await cruise(root, ['preload']);
    expect(summary.totalCruised).toBeGreaterThan(0);
  });
});
