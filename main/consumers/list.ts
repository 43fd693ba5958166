// The programs whose files we serve. A new one is one file and one line here.
import { code } from './code.ts';
import { codex } from './codex.ts';
import type { ConsumerDescription, ManagedFile, Places } from './description.ts';
import { otherTools } from './other-tools.ts';

export const consumers: readonly ConsumerDescription[] = [codex, code, otherTools];

/** Every file of every consumer. */
export function managedFiles(places: Places): readonly ManagedFile[] {
  return consumers.flatMap(({ label, files }) =>
    files.map((file) => ({ file, path: file.path(places), reader: label })),
  );
}
