// Where Gatehouse keeps its files and its socket on each system. The app and the command line agree through this file.
import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

export interface Paths {
  readonly home: string;
  /** Vault, discovery file, machine grant, backups. 0700. */
  readonly data: string;
  /** Preferences. */
  readonly config: string;
  /** What Chromium keeps; nothing of value. */
  readonly cache: string;
  readonly log: string;
  /** What stood in shared files before our first touch. */
  readonly backups: string;
  readonly vaultFile: string;
  /** What a passphrase is recognised by, where one protects the vault. */
  readonly passphraseFile: string;
  /** Answers to refreshes that are not in the vault yet. */
  readonly journal: string;
  readonly locks: string;
  /** There while the app runs, and after a crash. */
  readonly runFile: string;
  /** The last versions of the shared files, redacted and encrypted. */
  readonly history: string;
  /** Logins that other programs keep for us, one folder each. */
  readonly logins: string;
  /** Quotas and plans as they were read last. */
  readonly quotaFile: string;
  /** Readings of the last 90 days. */
  readonly quotaHistory: string;
  /** The script that status lines run, and what stood in them before. */
  readonly statusLine: string;
  readonly statusLineNotes: string;
  /** Programs that the person has approved for events, sealed. */
  readonly hooksFile: string;
  /** Commands of companies' servers that the person has allowed, sealed. */
  readonly commandsFile: string;
  /** Provider packages that the person has put there. */
  readonly packages: string;
  /** Public keys that they have pinned for hosts. */
  readonly pinsFile: string;
  /** Which of them they have approved, sealed. */
  readonly packagesFile: string;
  /** What the person has chosen for feature flags, sealed. */
  readonly flagsFile: string;
  /** The last switch, sealed. */
  readonly switchFile: string;
  /** What fixes of Doctor have changed, sealed. */
  readonly repairsFile: string;
  /** Scripts and tables for plain calls of programs. */
  readonly shell: string;
  /** The audit log, and its newest hash, sealed. */
  readonly audit: string;
  readonly auditHeadFile: string;
  /** Leases that are out. */
  readonly leaseFile: string;
  /** What finished work has taken. */
  readonly workFile: string;
  /** Which programs may have which keys, sealed. */
  readonly handOutsFile: string;
  readonly serviceFile: string;
  readonly grantFile: string;
  /** Folders for the socket, best first; each must be private (0700, ours) to be used. */
  readonly socketFolders: readonly string[];
}

/** @param environment the process environment: `XDG_*` are honoured by env-paths, `XDG_RUNTIME_DIR` here. */
export function findPaths(environment: Readonly<Record<string, string | undefined>>): Paths {
  const found = envPaths('gatehouse', { suffix: '' });
  const runtime = environment['XDG_RUNTIME_DIR'];
  const data = found.data;
  return {
    home: homedir(),
    data,
    config: found.config,
    cache: found.cache,
    log: found.log,
    backups: join(data, 'backups'),
    vaultFile: join(data, 'vault.json'),
    passphraseFile: join(data, 'passphrase.json'),
    journal: join(data, 'journal'),
    locks: join(data, 'locks'),
    runFile: join(data, 'run.json'),
    history: join(data, 'history'),
    logins: join(data, 'logins'),
    quotaFile: join(data, 'quota.json'),
    quotaHistory: join(data, 'quota-history'),
    statusLine: join(data, 'status-line-script'),
    statusLineNotes: join(data, 'status-line-script', 'before.json'),
    hooksFile: join(data, 'hooks.json'),
    commandsFile: join(data, 'commands.json'),
    packages: join(found.config, 'providers'),
    pinsFile: join(found.config, 'pins.json'),
    packagesFile: join(data, 'packages.json'),
    flagsFile: join(data, 'flags.json'),
    switchFile: join(data, 'switch.json'),
    repairsFile: join(data, 'repairs.json'),
    shell: join(data, 'shell'),
    audit: join(data, 'audit'),
    auditHeadFile: join(data, 'audit-head.json'),
    leaseFile: join(data, 'leases.jsonl'),
    workFile: join(data, 'work.jsonl'),
    handOutsFile: join(data, 'hand-outs.json'),
    serviceFile: join(data, 'service.json'),
    grantFile: join(data, 'machine-grant'),
    socketFolders: [
      ...(runtime === undefined || runtime === '' ? [] : [join(runtime, 'gatehouse')]),
      join(data, 'run'),
    ],
  };
}
