// A unit test that reaches for the network fails and says so.
globalThis.fetch = (input) => {
  const address = input instanceof Request ? input.url : String(input);
  throw new Error(`A unit test asked for ${address}. Pass a double of the http port instead.`);
};
