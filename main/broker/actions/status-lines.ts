// What the local service can have done with the status lines of programs.
import { Failure } from '../../domain/failure.ts';
import type { FilePreview } from '../../../preload/view.ts';
import type { StatusLinesAnswer } from '../protocol/status-lines.ts';
import type { StatusLineActions } from '../routes/status-lines.ts';
import type { ViewAtHand } from './shown.ts';

export interface StatusLineParts {
  readonly statusLines: {
    /** Looks at the settings of the programs as they are now; the view says what was found. */
    look(): Promise<void>;
    install(consumer: string): Promise<void>;
    /** Puts back what stood there before. */
    uninstall(consumer: string): Promise<void>;
    preview(consumer: string): Promise<FilePreview>;
  };
}

export function statusLineActions(
  { statusLines }: StatusLineParts,
  { view, loadedView }: ViewAtHand,
): StatusLineActions {
  const answer = (): StatusLinesAnswer => ({ schema: 1, statusLines: [...view().settings.statusLines] });
  async function look(): Promise<void> {
    await loadedView();
    await statusLines.look();
  }
  /** @throws Failure `broker/bad-request` before anything is touched */
  async function requireKnown(consumer: string): Promise<void> {
    await look();
    if (view().settings.statusLines.some((each) => each.consumer === consumer)) return;
    throw new Failure('broker/bad-request', { detail: `${consumer} has no status line` });
  }
  return {
    async list() {
      await look();
      return answer();
    },
    async set(consumer, on) {
      await requireKnown(consumer);
      await (on ? statusLines.install(consumer) : statusLines.uninstall(consumer));
      return answer();
    },
    async preview(consumer) {
      await requireKnown(consumer);
      return { schema: 1, consumer, ...(await statusLines.preview(consumer)) };
    },
  };
}
