// Made on first use: a window that opens needs few of the formatters, and each takes its time.

export function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}
