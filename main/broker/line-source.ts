// Lines from work that reports as it goes and ends with one more line.

const mostUnread = 64;

/** Begins at once. What `run` rejects with, the reader gets behind the lines before. */
export function linesOf<Line>(run: (say: (line: Line) => void) => Promise<Line>): AsyncIterable<Line> {
  /** Of somebody who does not read, only what is newest is kept. */
  const said: Line[] = [];
  let wake = (): void => undefined;
  let isOver = false;
  const work = run((line) => {
    said.push(line);
    if (said.length > mostUnread) said.shift();
    wake();
  }).finally(() => {
    isOver = true;
    wake();
  });
  // Told to the reader, who may be gone.
  work.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        yield* said.splice(0);
        if (isOver) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
          // Said while the reader was at the lines before.
          if (said.length > 0) resolve();
        });
      }
      yield await work;
    },
  };
}
