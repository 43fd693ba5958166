// Writes a script in ASCII: V8 keeps a text with one other character in two bytes for each, and reads it more slowly. Pure.

const rawTemplate = /String\.raw`[^`]*[\u0080-\uffff]/;

/**
 * The same script. Escapes mean the same in strings, templates, patterns and names.
 * @throws Error where they would not
 */
export function inAscii(script: string): string {
  if (rawTemplate.test(script)) throw new Error('a raw template holds a character beyond ASCII');
  return script.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
