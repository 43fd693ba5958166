// The way to one value in an answer (RFC 6901), as a person writes it down: `/data/usage/0/used`. Pure.

const mostSteps = 8;

/** Whether it is one, to something inside of the answer, in a few steps. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/(?:[\w .:@$-]|~[01]){1,60})+$/.test(text) && text.split('/').length - 1 <= mostSteps;
}

function stepInto(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return /^(?:0|[1-9]\d{0,4})$/.test(name) ? items[Number(name)] : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  // What every object has from birth stands in no answer.
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** What stands there; undefined where nothing does. Never throws. */
export function valueAt(answer: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(stepInto, answer);
}
