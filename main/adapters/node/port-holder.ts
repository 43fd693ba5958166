// Names the program that listens on a TCP port of this machine, from /proc. Only for an error message.
import { readdir, readFile, readlink } from 'node:fs/promises';

async function socketInode(port: number): Promise<string | undefined> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      // Fields: number, local address, remote address, state (0A is LISTEN), …, the inode is the tenth.
      if (fields[1]?.endsWith(wanted) === true && fields[3] === '0A') return fields[9];
    }
  }
  return undefined;
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    const link = await readlink(`${folder}/${descriptor}`).catch(() => '');
    if (link === `socket:[${inode}]`) return true;
  }
  return false;
}

/** For example "codex (pid 4211)"; undefined where the system does not tell. */
export async function portHolder(port: number): Promise<string | undefined> {
  const inode = await socketInode(port);
  if (inode === undefined) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (!(await holdsSocket(pid, inode))) continue;
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')).trim();
    return `${name} (pid ${pid})`;
  }
  return undefined;
}
