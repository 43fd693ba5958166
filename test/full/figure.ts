// What a figure is: a claim about the product with a goal, measured for real, and a control that proves it can fail.

/**
 * Where a figure runs: on the modules under Node, or on the packaged app and the real clients inside the world; `worlds`: on
 * the packaged app inside worlds that it starts by itself.
 */
export type Place = 'node' | 'world' | 'clients' | 'worlds';

export interface Outcome {
  readonly met: boolean;
  /** For example `0 lost of 1,000`. */
  readonly goal: string;
  /** In the words of the goal. */
  readonly actual: string;
  /** Raw counts and times, by name with the unit in it. */
  readonly counts: Readonly<Record<string, number>>;
  /** For faults: how many landed in which phase. */
  readonly histogram?: Readonly<Record<string, number>>;
}

export interface Figure {
  /** A few words with hyphens, unique in its part. */
  readonly id: string;
  /** One sentence: what is claimed. */
  readonly about: string;
  readonly place: Place;
  /** Judges times of a few milliseconds, which other figures beside it would spoil: it is measured when they are done. */
  readonly isAlone?: true;
  /** How much is done: in `npm test`, and in `npm run test:full`. The unit is in the name, for example `kills`. */
  readonly size: { readonly unit: string; readonly quick: number; readonly full: number };
  /** @param say a line of progress, for anything over a few seconds */
  measure(size: number, seed: number, say: (line: string) => void): Promise<Outcome>;
  /** The same with the guard taken away: has to miss the goal, or the figure proves nothing. */
  control(seed: number, say: (line: string) => void): Promise<Outcome>;
}
