// A folder that a variable of the environment can move. One that is not absolute counts for nobody.
import { isAbsolute } from 'node:path';

export function namedFolder(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  otherwise: string,
): string {
  const value = environment[name];
  return value !== undefined && isAbsolute(value) ? value : otherwise;
}
