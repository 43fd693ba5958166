// Runs electron-builder with electron-builder.yml, on the runtime that is there, and refuses to publish an unofficial one.
import { build, type CliOptions, type Configuration } from 'electron-builder';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/places.mjs';
import { fail, SetupFailure } from '../bootstrap/steps.mjs';

interface OrderBase {
  readonly publish: boolean;
  readonly electron: string;
  readonly official: boolean;
  readonly runtimeFolder: string;
  readonly output: string;
}

type PackOrder = OrderBase &
  (
    | {
        /** `dir` for the unpacked package that everything here runs on, `release` for the targets of electron-builder.yml. */
        readonly kind: 'dir' | 'release';
      }
    | {
        /** Some targets, of an unpacked package that is there. */
        readonly kind: 'prepared';
        readonly targets: readonly string[];
        readonly prepared: string;
      }
  );

const order = JSON.parse(process.argv[2] ?? '{}') as PackOrder;

if (order.publish && !order.official) {
  fail(
    new SetupFailure(
      'This package was made with the fallback runtime: it is unofficial and cannot be published.',
    ),
  );
}

const manifest = (await import('../../package.json', { with: { type: 'json' } })).default;

const configuration: Configuration = {
  extends: path.join(root, 'electron-builder.yml'),
  directories: { output: order.output },
  electronVersion: order.electron,
  electronDist: order.runtimeFolder,
  // Resolving to false: dependencies are bundled, electron-builder has none to install or to copy.
  beforeBuild: () => Promise.resolve(false),
  afterPack: ({ appOutDir, electronPlatformName }) => {
    // A runtime folder given as a whole still holds the app that `electron <path>` runs.
    const resources = electronPlatformName === 'darwin' ? 'Gatehouse.app/Contents/Resources' : 'resources';
    rmSync(path.join(appOutDir, resources, 'default_app.asar'), { force: true });
    rmSync(path.join(appOutDir, 'gatehouse-runtime.json'), { force: true });
    return Promise.resolve();
  },
  // An unofficial package says so in its name and version, and knows no place to fetch updates from.
  ...(order.official ? {} : { publish: null, extraMetadata: { version: `${manifest.version}-unofficial` } }),
  ...(process.platform === 'linux'
    ? { electronFuses: { enableEmbeddedAsarIntegrityValidation: false } }
    : {}),
};

const options: CliOptions = {
  projectDir: root,
  config: configuration,
  publish: order.publish ? 'always' : 'never',
  ...(order.kind === 'dir' ? { dir: true } : {}),
  ...(order.kind === 'prepared' ? { prepackaged: order.prepared, linux: [...order.targets] } : {}),
};

await build(options);
