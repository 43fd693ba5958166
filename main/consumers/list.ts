// The programs whose files we serve. A new one is one folder and one line here.
import { claudeCode } from './claude-code/index.ts';
import { code } from './code/index.ts';
import { codex } from './codex/index.ts';
import { copilot } from './copilot/index.ts';
import type { ConsumerDescription, ManagedFile, Places } from './description.ts';
import { gemini } from './gemini/index.ts';
import { opencode } from './opencode/index.ts';
import { otherTools } from './other-tools.ts';
import { insideWsl } from './wsl.ts';

export const consumers: readonly ConsumerDescription[] = [
  codex,
  code,
  claudeCode,
  opencode,
  copilot,
  gemini,
  otherTools,
];

/** Every file of every consumer that this machine has. */
export function managedFiles(places: Places): readonly ManagedFile[] {
  return consumers.flatMap(({ label, files }) => {
    const own = files.filter((file) => file.isApart?.(places) ?? true);
    return [
      ...own.map((file) => ({ file, path: file.path(places), reader: label })),
      ...files.flatMap((file) => insideWsl(file, label, places)),
    ];
  });
}
