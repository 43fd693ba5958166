// The terminals, shells and machine that the flows around them work on, made real.
import { join } from 'node:path';
import { createMachineLooks } from './adapters/node/machine-looks.ts';
import { createRcSearch } from './adapters/node/rc-search.ts';
import { createRepairs } from './adapters/node/repairs.ts';
import { shellHosts } from './adapters/node/shell-hosts.ts';
import { shellLinks } from './adapters/node/shell-links.ts';
import { createShellScripts } from './adapters/node/shell-scripts.ts';
import type { TerminalParts } from './compose-terminal.ts';
import type { ConsumerDescription } from './consumers/description.ts';
import type { Paths } from './paths.ts';
import type { SecretBox } from './ports.ts';

interface TerminalPortsParts {
  readonly paths: Paths;
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'shellStart'>[];
  readonly box: SecretBox;
  readonly fetch: Parameters<typeof createMachineLooks>[0];
}

export function terminalPorts({
  paths,
  consumers,
  box,
  fetch,
}: TerminalPortsParts): Pick<
  TerminalParts,
  'platform' | 'shells' | 'scripts' | 'links' | 'scriptFolder' | 'machine' | 'startUp' | 'repairs'
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
    repairs: createRepairs({ path: paths.repairsFile, box }),
  };
}
