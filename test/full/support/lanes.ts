// Work done on both cores: so many lanes, each taking the next piece when it is free.

export async function inLanes<Piece>(
  lanes: number,
  pieces: readonly Piece[],
  work: (piece: Piece, lane: number) => Promise<void>,
): Promise<void> {
  const waiting = pieces.values();
  await Promise.all(
    Array.from({ length: lanes }, async (_empty, lane) => {
      for (const piece of waiting) await work(piece, lane);
    }),
  );
}
