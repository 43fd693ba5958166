// A press of keys as a shortcut in the words of Electron.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pressedKeys, type Press } from '../../renderer/shortcut-keys.ts';

const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, isComposing: false };
const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  ...none,
  key,
  code,
  ...held,
});

test.each<[string, Press, string]>([
  ['a letter', press('g', 'KeyG', { ctrlKey: true, altKey: true }), 'Control+Alt+G'],
  ['a letter where another layout has it', press('z', 'KeyY', { ctrlKey: true }), 'Control+Z'],
  ['a letter that Alt makes a sign of', press('©', 'KeyG', { altKey: true }), 'Alt+G'],
  [
    'a figure that Shift makes a sign of',
    press('!', 'Digit1', { ctrlKey: true, shiftKey: true }),
    'Control+Shift+1',
  ],
  ['an arrow', press('ArrowUp', 'ArrowUp', { metaKey: true }), 'Super+Up'],
  ['the space bar', press(' ', 'Space', { ctrlKey: true }), 'Control+Space'],
  ['a function key alone', press('F9', 'F9'), 'F9'],
  [
    'everything held at once',
    press('End', 'End', { ctrlKey: true, altKey: true, shiftKey: true, metaKey: true }),
    'Control+Alt+Shift+Super+End',
  ],
])('%s is read', (_name, pressed, keys) => {
  expect(pressedKeys(pressed)).toEqual({ kind: 'shortcut', keys });
});

test.each<[string, Press, 'no-modifier' | 'unusable']>([
  ['a letter alone', press('g', 'KeyG'), 'no-modifier'],
  ['a letter with Shift', press('G', 'KeyG', { shiftKey: true }), 'no-modifier'],
  ['a key that has no name', press('ö', 'Semicolon', { ctrlKey: true }), 'unusable'],
])('%s is no shortcut', (_name, pressed, fault) => {
  expect(pressedKeys(pressed)).toEqual({ kind: 'fault', fault });
});

test.each(['Tab', 'Escape', 'Enter', 'Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'Dead'])(
  '%s is left to the page, whatever is held',
  (key) => {
    expect(pressedKeys(press(key, key, { ctrlKey: true }))).toEqual({ kind: 'none' });
  },
);

test('whatever is pressed, a shortcut has one key and each modifier at most once, and fits the call', () => {
  const anyPress = fc.record({
    key: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('F1', 'F24', 'F25', ' ', 'Home'),
    ),
    code: fc.constantFrom('KeyQ', 'Digit7', 'Backquote', ''),
    ctrlKey: fc.boolean(),
    altKey: fc.boolean(),
    shiftKey: fc.boolean(),
    metaKey: fc.boolean(),
    isComposing: fc.boolean(),
  });
  fc.assert(
    fc.property(anyPress, (pressed) => {
      const read = pressedKeys(pressed);
      if (read.kind === 'shortcut')
        expect(read.keys).toMatch(/^(Control\+)?(Alt\+)?(Shift\+)?(Super\+)?[A-Z0-9][A-Za-z0-9]{0,7}$/);
    }),
  );
});
