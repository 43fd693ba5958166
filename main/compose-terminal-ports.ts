// The terminals, shells and machine that the flows around them work on, made real.
import { join } from 'node:path';
import { preferencesName, preferencesSchema } from './adapters/electron/preferences-file.ts';
import { createMachineLooks } from './adapters/node/machine-looks.ts';
import { createOwnFiles, type OwnFilesParts } from './adapters/node/own-files.ts';
import { createRcSearch } from './adapters/node/rc-search.ts';
import { quotaNotesSchema } from './adapters/node/quota-notes.ts';
import { createRepairs, repairsSchema } from './adapters/node/repairs.ts';
import { sealedListSchema } from './adapters/node/sealed-list.ts';
import { shellHosts } from './adapters/node/shell-hosts.ts';
import { shellLinks } from './adapters/node/shell-links.ts';
import { createShellScripts } from './adapters/node/shell-scripts.ts';
import { statusLineSchema } from './adapters/node/status-line-notes.ts';
import type { KeyStores } from './adapters/node/unseal.ts';
import type { TerminalParts } from './compose-terminal.ts';
import type { ConsumerDescription } from './consumers/description.ts';
import type { Pins } from './domain/public-key-pins.ts';
import type { Paths } from './paths.ts';

/** Those in which an older version would lose what a newer one has written, and where that goes on meanwhile. */
function versionedFiles(paths: Paths): OwnFilesParts['versioned'] {
  const { hooksFile, commandsFile, packagesFile, flagsFile, handOutsFile } = paths;
  return [
    { path: join(paths.config, preferencesName), schema: preferencesSchema, goesOnBeside: true },
    { path: paths.quotaFile, schema: quotaNotesSchema, goesOnBeside: true },
    { path: paths.statusLineNotes, schema: statusLineSchema, goesOnBeside: true },
    { path: paths.repairsFile, schema: repairsSchema, goesOnBeside: false },
    ...[hooksFile, commandsFile, packagesFile, flagsFile, handOutsFile].map((path) => ({
      path,
      schema: sealedListSchema,
      goesOnBeside: false,
    })),
  ];
}

interface TerminalPortsParts {
  readonly paths: Paths;
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'shellStart'>[];
  readonly keyStores: KeyStores;
  readonly fetch: Parameters<typeof createMachineLooks>[0];
  readonly pins: Promise<Pins>;
}

export function terminalPorts({
  paths,
  consumers,
  keyStores,
  fetch,
  pins,
}: TerminalPortsParts): Pick<
  TerminalParts,
  | 'platform'
  | 'shells'
  | 'scripts'
  | 'links'
  | 'scriptFolder'
  | 'machine'
  | 'startUp'
  | 'repairs'
  | 'ownFiles'
> {
  return {
    platform: process.platform,
    shells: shellHosts({
      home: paths.home,
      folder: paths.shell,
      environment: process.env,
      platform: process.platform,
    }),
    scripts: createShellScripts({
      folder: paths.shell,
      starts: consumers.flatMap(({ id, shellStart }) =>
        shellStart === undefined ? [] : [{ ...shellStart, table: join(paths.shell, `${id}.accounts`) }],
      ),
      platform: process.platform,
    }),
    links: shellLinks,
    scriptFolder: join(paths.shell, 'bin'),
    machine: createMachineLooks(fetch),
    startUp: createRcSearch(paths.home, process.env),
    repairs: createRepairs({ path: paths.repairsFile, ...keyStores }),
    ownFiles: createOwnFiles({
      pinsFile: paths.pinsFile,
      pins,
      packages: paths.packages,
      versioned: versionedFiles(paths),
    }),
  };
}
