// What the local service can have done with the shells in which a plain call of a program follows the account in use.
import { Failure } from '../../domain/failure.ts';
import type { FilePreview } from '../../../preload/view.ts';
import type { ShellsAnswer } from '../protocol/shells.ts';
import type { ShellActions } from '../routes/shells.ts';
import type { ViewAtHand } from './shown.ts';

export interface ShellParts {
  readonly shells: {
    /** Looks at the files of the shells as they are now; the view says what was found. */
    look(): Promise<void>;
    install(shell: string): Promise<void>;
    /** Takes away what is ours. */
    uninstall(shell: string): Promise<void>;
    preview(shell: string): Promise<FilePreview>;
  };
}

export function shellActions({ shells }: ShellParts, { view, loadedView }: ViewAtHand): ShellActions {
  const answer = (): ShellsAnswer => ({
    schema: 1,
    shells: view().settings.shells.map((each) => ({ ...each, commands: [...each.commands] })),
  });
  async function look(): Promise<void> {
    await loadedView();
    await shells.look();
  }
  /** @throws Failure `shell/unsuitable` before anything is touched */
  async function requireKnown(shell: string): Promise<void> {
    await look();
    if (!view().settings.shells.some((each) => each.shell === shell))
      throw new Failure('shell/unsuitable', { subject: shell });
  }
  return {
    async list() {
      await look();
      return answer();
    },
    async set(shell, on) {
      await requireKnown(shell);
      await (on ? shells.install(shell) : shells.uninstall(shell));
      return answer();
    },
    async preview(shell) {
      await requireKnown(shell);
      return { schema: 1, shell, ...(await shells.preview(shell)) };
    },
  };
}
