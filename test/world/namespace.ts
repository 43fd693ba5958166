// The command line that puts a process into namespaces of its own, for root and for an ordinary user.
import { join } from 'node:path';

export interface WorldUser {
  id: number;
  group: number;
  /** Started by root: the world's processes run as an ordinary user instead. */
  drop: boolean;
}

/** Above the ranges that adduser and systemd hand out, so that it is nobody's on the host. */
const spareId = 60_700;

export function worldUser(): WorldUser {
  const id = process.getuid?.() ?? 0;
  const group = process.getgid?.() ?? 0;
  return id === 0 ? { id: spareId, group: spareId, drop: true } : { id, group, drop: false };
}

/**
 * setpriv ties the life of unshare to ours, unshare ties the life of the first process to its own, and the kernel
 * ends every process of a PID namespace with its first one: nothing survives, however we end.
 */
export function intoNamespaces(user: WorldUser, folder: string, node: string, supervisor: string): string[] {
  const ownUserNamespace = user.drop ? [] : ['--user', '--map-current-user', '--keep-caps'];
  const dropTo = user.drop ? `${String(user.id)}:${String(user.group)}` : '';
  return [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...[
      'unshare',
      ...ownUserNamespace,
      '--net',
      '--mount',
      '--ipc',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
    ],
    ...['/bin/sh', join(import.meta.dirname, 'first-process.sh'), folder, node, supervisor, dropTo],
  ];
}
