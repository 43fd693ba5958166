// The real local service with an agent's grant in it, and the launcher whose app is the command line of the sources.
import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LeaseRequest } from '../../main/broker/protocol/leases.ts';
import { newGrants } from '../../main/broker/service.ts';
import { isAgentId, isLeaseId } from '../../main/domain/lease.ts';
import { RecordingActions } from './broker.ts';
import { exampleAgentId, exampleLeaseId } from './broker-leases.ts';
import { pathsIn } from './paths.ts';
import { serviceParts, started } from './running-service.ts';
import { putProgram } from './shells.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface AgentService {
  readonly actions: RecordingActions;
  /** Every wish for a lease, as it came. */
  readonly wishes: readonly LeaseRequest[];
  readonly folder: string;
  readonly socketPath: string;
  /** The grant that each lease of the example brings. */
  readonly grant: string;
}

/** Each lease that is wanted is the one of the example. */
export async function agentService(): Promise<AgentService> {
  const folder = await temporaryFolder();
  const actions = new RecordingActions();
  const grants = newGrants();
  if (!isAgentId(exampleAgentId) || !isLeaseId(exampleLeaseId)) throw new Error('the example is none');
  const grant = grants.issue(exampleAgentId, exampleLeaseId).reveal();
  const wishes: LeaseRequest[] = [];
  actions.leaseAnswers.granted = { ...actions.leaseAnswers.granted, grant };
  const before = { ...actions.leases };
  actions.leases.create = (request, call) => {
    wishes.push(request);
    return before.create(request, call);
  };
  actions.leases.createWaiting = (request, call) => {
    wishes.push(request);
    return before.createWaiting(request, call);
  };
  const { path } = await started(serviceParts(pathsIn(folder), { actions, grants }));
  return { actions, wishes, folder, socketPath: path, grant };
}

/** Called by its path, as a person calls the installed one. */
export async function launcherOfSources(folder: string): Promise<string> {
  const launcher = join(folder, 'bin', 'gatehouse');
  const cli = resolve(import.meta.dirname, 'children', 'cli.ts');
  // What stands before the `--` is for Chromium.
  const app = `#!/bin/sh
until [ "$1" = -- ]; do shift; done
shift
exec '${process.execPath}' '${cli}' "$@"
`;
  await putProgram(join(folder, 'bin', 'gatehouse-app'), app);
  await copyFile('main/cli/launcher/gatehouse', launcher);
  return launcher;
}
