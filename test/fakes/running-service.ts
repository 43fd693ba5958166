// The real local service in a private folder of a test, doing what the test's actions say.
import { onTestFinished } from 'vitest';
import { systemTimer } from '../../main/adapters/node/system-time.ts';
import { writePrivateText } from '../../main/adapters/node/private-text.ts';
import {
  newGrants,
  startService,
  type RunningService,
  type ServiceParts,
} from '../../main/broker/service.ts';
import type { Paths } from '../../main/paths.ts';
import { RecordingActions } from './broker.ts';
import { pathsIn } from './paths.ts';
import { temporaryFolder } from './temporary-folder.ts';

export function serviceParts(paths: Paths, changes: Partial<ServiceParts> = {}): ServiceParts {
  const { socketFolders, serviceFile, grantFile } = paths;
  return {
    actions: new RecordingActions(),
    grants: newGrants(),
    callers: { of: async () => undefined },
    timer: systemTimer,
    version: '1.2.3',
    socketFolders,
    serviceFile,
    grantFile,
    writePrivate: writePrivateText,
    ...changes,
  };
}

/** Starts a service and stops it when the test ends. */
export async function started(parts: ServiceParts): Promise<RunningService> {
  const service = await startService(parts);
  onTestFinished(() => service.stop());
  return service;
}

export async function runningService(): Promise<{
  actions: RecordingActions;
  paths: Paths;
  folder: string;
  service: RunningService;
}> {
  const folder = await temporaryFolder();
  const paths = pathsIn(folder);
  const actions = new RecordingActions();
  const service = await started(serviceParts(paths, { actions }));
  actions.afterQuit = () => void service.stop();
  return { actions, paths, folder, service };
}
