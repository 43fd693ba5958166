// JSON text as a value of no particular type.
export function parsed(text: string): unknown {
  return JSON.parse(text);
}
