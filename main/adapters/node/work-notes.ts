// Pieces of work that have ended, a line each, so that the next ones can be estimated. Holds no secret.
import * as z from 'zod/mini';
import { toFailure } from '../../domain/failure.ts';
import { isConsumerId, isProviderId, type ConsumerId, type ProviderId } from '../../domain/ids.ts';
import type { Clock, FinishedWork, Log, WorkNotes } from '../../ports.ts';
import { ensureFile, readIfPresent } from './durable-file.ts';
import { createGrowingFiles } from './growing-file.ts';

export interface WorkNotesParts {
  /** Private, our own; made when there is something to keep. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

const keptForMs = 180 * 86_400_000;
const mostNotes = 2000;
/** The file is written anew when it has so many lines more than are kept. */
const slackLines = 200;
/** Far more than the notes need: nothing can make the file grow without end. */
const largestBytes = 5_000_000;
const longestText = 260;

const positive = z.number().check(z.nonnegative());
const workShape = z.object({
  at: z.number(),
  provider: z.custom<ProviderId>(isProviderId),
  consumer: z.exactOptional(z.custom<ConsumerId>(isConsumerId)),
  task: z.exactOptional(z.string().check(z.maxLength(longestText))),
  unit: z.enum(['percent', 'tokens']),
  windowId: z.exactOptional(z.string().check(z.maxLength(longestText))),
  used: positive,
  lengthMs: positive,
});

const bytesOf = (works: readonly FinishedWork[]): Uint8Array =>
  new TextEncoder().encode(works.map((work) => `${JSON.stringify(work)}\n`).join(''));

/** Each that can be read; a damaged line is no loss worth a word. */
function worksIn(bytes: Uint8Array | undefined): readonly FinishedWork[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((line) => {
      try {
        return workShape.safeParse(JSON.parse(line)).data ?? [];
      } catch {
        return [];
      }
    });
}

const files = createGrowingFiles(largestBytes);

/** An append is not forced to the disk: a power cut costs the last notes, and the next estimate is made without them. */
export function createWorkNotes({ path, clock, log }: WorkNotesParts): WorkNotes {
  let last: Promise<unknown> = Promise.resolve();
  /** Lines of the file; undefined until it has been looked at. */
  let lines: number | undefined;
  let isSaid = false;

  function warn(message: string, thrown: unknown): void {
    if (!isSaid) log.warn(message, { failure: toFailure(thrown) });
    isSaid = true;
  }

  function kept(works: readonly FinishedWork[]): readonly FinishedWork[] {
    const since = clock.nowMs() - keptForMs;
    return works.filter(({ at }) => at >= since).slice(-mostNotes);
  }

  async function add(work: FinishedWork): Promise<void> {
    if (lines === undefined) {
      await ensureFile(path);
      lines = worksIn(await readIfPresent(path)).length;
    }
    if (lines >= mostNotes + slackLines) {
      await files.rewrite(path, (bytes) => {
        const works = kept(worksIn(bytes));
        lines = works.length;
        return bytesOf(works);
      });
    }
    const known = workShape.parse({
      ...work,
      ...(work.task !== undefined && { task: work.task.slice(0, longestText) }),
    });
    await files.append(path, bytesOf([known]));
    lines += 1;
  }

  return {
    async load() {
      await last;
      try {
        return kept(worksIn(await readIfPresent(path)));
      } catch (thrown) {
        warn('notes of finished work not read', thrown);
        return [];
      }
    },
    async append(work) {
      const turn = last
        .then(() => add(work))
        .catch((thrown: unknown) => {
          // Whatever it was, the next one looks at the file again.
          lines = undefined;
          warn('finished work not noted', thrown);
        });
      last = turn;
      await turn;
    },
  };
}
