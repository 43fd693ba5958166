// One piece of work after the other, in the order in which it was asked for.

/** Hands on what the work gives or throws; what has failed keeps nobody waiting. */
export function createTurns(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
