// A number with its noun.

export function countText(number: number, one: string, several: string): string {
  return `${String(number)} ${number === 1 ? one : several}`;
}
