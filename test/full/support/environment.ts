// What a process started by a figure gets to know: the way to programs, and where compiled modules are kept, for dozens of
// them start together.
import { resolve } from 'node:path';

export const childEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  LANG: 'C.UTF-8',
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../../node_modules/.cache/figures'),
};
