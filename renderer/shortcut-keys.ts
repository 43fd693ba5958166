// Reads a press of keys as a shortcut in the words of Electron (its page "Accelerator"), for example `Control+Alt+G`.

/** What of a keyboard event counts. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
>;

export type PressedKeys =
  | { readonly kind: 'shortcut'; readonly keys: string }
  | { readonly kind: 'fault'; readonly fault: 'no-modifier' | 'unusable' }
  /** To be left to the page: it goes on, goes back, or is only the beginning of a shortcut. */
  | { readonly kind: 'none' };

const ofThePage: ReadonlySet<string> = new Set([
  ...['Tab', 'Escape', 'Enter'],
  ...['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'OS', 'CapsLock', 'NumLock', 'Dead', 'Unidentified'],
]);

const named: ReadonlyMap<string, string> = new Map([
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
  [' ', 'Space'],
  ...['Home', 'End', 'PageUp', 'PageDown', 'Insert'].map((key): [string, string] => [key, key]),
]);

/** By the letter that is printed on the key, or by its place where the modifiers make another sign of it. */
function keyName({ key, code }: Press): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return named.get(key) ?? /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
}

export function pressedKeys(press: Press): PressedKeys {
  const { key, ctrlKey, altKey, shiftKey, metaKey } = press;
  if (press.isComposing || ofThePage.has(key)) return { kind: 'none' };
  const isFunctionKey = /^F([1-9]|1\d|2[0-4])$/.test(key);
  const name = isFunctionKey ? key : keyName(press);
  if (name === undefined) return { kind: 'fault', fault: 'unusable' };
  // Without one of these, a key that people type with would be taken from every program.
  if (!isFunctionKey && !ctrlKey && !altKey && !metaKey) return { kind: 'fault', fault: 'no-modifier' };
  const modifiers = [
    ...(ctrlKey ? ['Control'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    ...(metaKey ? ['Super'] : []),
  ];
  return { kind: 'shortcut', keys: [...modifiers, name].join('+') };
}
