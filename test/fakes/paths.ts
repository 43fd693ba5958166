// The app's places, all inside one folder of a test.
import { join } from 'node:path';
import type { Paths } from '../../main/paths.ts';

export function pathsIn(folder: string): Paths {
  return {
    home: folder,
    data: folder,
    config: folder,
    cache: folder,
    log: folder,
    backups: join(folder, 'backups'),
    vaultFile: join(folder, 'vault.json'),
    passphraseFile: join(folder, 'passphrase.json'),
    journal: join(folder, 'journal'),
    pinsFile: join(folder, 'pins.json'),
    runFile: join(folder, 'run.json'),
    locks: join(folder, 'locks'),
    history: join(folder, 'history'),
    logins: join(folder, 'logins'),
    quotaFile: join(folder, 'quota.json'),
    quotaHistory: join(folder, 'quota-history'),
    statusLine: join(folder, 'status-line-script'),
    statusLineNotes: join(folder, 'status-line-script', 'before.json'),
    hooksFile: join(folder, 'hooks.json'),
    packages: join(folder, 'providers'),
    packagesFile: join(folder, 'packages.json'),
    flagsFile: join(folder, 'flags.json'),
    commandsFile: join(folder, 'commands.json'),
    switchFile: join(folder, 'switch.json'),
    repairsFile: join(folder, 'repairs.json'),
    shell: join(folder, 'shell'),
    audit: join(folder, 'audit'),
    auditHeadFile: join(folder, 'audit-head.json'),
    leaseFile: join(folder, 'leases.jsonl'),
    workFile: join(folder, 'work.jsonl'),
    handOutsFile: join(folder, 'hand-outs.json'),
    serviceFile: join(folder, 'service.json'),
    grantFile: join(folder, 'machine-grant'),
    socketFolders: [join(folder, 'run')],
  };
}
