// The calls to the file system that a durable write is made of, so that tests can make each of them fail.
import * as system from 'node:fs/promises';

export type FileSystem = Pick<
  typeof system,
  | 'chmod'
  | 'lstat'
  | 'mkdir'
  | 'open'
  | 'readFile'
  | 'readdir'
  | 'readlink'
  | 'realpath'
  | 'rename'
  | 'stat'
  | 'unlink'
>;

export const realFileSystem: FileSystem = system;
