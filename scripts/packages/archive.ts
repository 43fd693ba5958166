// The folder as it is, in one file: whatever order the disk has it in, whoever packs it, with whatever umask.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param name of the one folder that it unpacks to
 * @param epochSeconds the time that everything gets, Unix seconds
 */
export async function makeArchive(
  from: string,
  output: string,
  name: string,
  epochSeconds: number,
): Promise<void> {
  await run('tar', [
    '--format=gnu',
    '--sort=name',
    `--mtime=@${String(epochSeconds)}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=u=rwX,go=rX',
    `--transform=s,^\\.,${name},`,
    '--use-compress-program=gzip -n',
    '-cf',
    output,
    '-C',
    from,
    '.',
  ]);
}
