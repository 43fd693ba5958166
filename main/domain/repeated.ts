// What came from outside, as far as an error repeats it: anything may have been typed, and no name is longer.

const mostCharacters = 80;

export const repeated = (text: string): string => text.slice(0, mostCharacters);
