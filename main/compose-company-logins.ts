// The ports for company logins, made real: a server may be asked for once it is named, and for nothing else.
import { createCommandApprovals } from './adapters/node/command-approvals.ts';
import { fileWatch } from './adapters/node/file-watch.ts';
import { createLoginCommands } from './adapters/node/login-commands.ts';
import { createPinnedHttp, type Fetch } from './adapters/node/pinned-http.ts';
import type { KeyStores } from './adapters/node/unseal.ts';
import type { CompanyLoginParts } from './flows/company-logins.ts';
import type { Paths } from './paths.ts';
import type { Programs } from './ports.ts';

const limitBytes = 64 * 1024;
const limitMs = 15_000;

export function companyLoginPorts(parts: {
  readonly paths: Pick<Paths, 'home' | 'commandsFile'>;
  readonly keyStores: KeyStores;
  readonly programs: Programs;
  readonly fetch: Fetch;
  readonly userAgent: string;
}): Pick<CompanyLoginParts, 'httpFor' | 'commands' | 'approvals' | 'watch'> {
  const { paths, keyStores, programs, fetch, userAgent } = parts;
  return {
    httpFor: (host) => createPinnedHttp(fetch, { hosts: [host], userAgent, limitBytes, limitMs }),
    commands: createLoginCommands(process.env, programs, paths.home),
    approvals: createCommandApprovals({ path: paths.commandsFile, ...keyStores }),
    watch: fileWatch,
  };
}
