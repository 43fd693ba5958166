// Colours and sizes of letters stand in one file, by role: no other stylesheet has one of its own.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '..', '..', 'renderer', 'styles');

/** Colours of the system are none of ours, and `transparent` is no colour. */
const colors =
  /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|light-dark)\(|:[^;]*(?<![\w-])(?:black|white|gr[ae]y|red|green|blue|yellow|orange|purple|silver|navy|teal|maroon)(?![\w-])/i;
/** Also in the short form: sizes come from the scale, or from the text around. */
const letterSizes = /\bfont(?:-size)?:(?!\s*inherit)[^;]*(?<![\w-])\d*\.?\d+(?:px|rem|pt|em)\b/i;

/** One line for each place: the file, and what stands there. */
function findings(file: string, css: string): readonly string[] {
  const code = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return code
    .split('\n')
    .filter((line) => colors.test(line) || letterSizes.test(line))
    .map((line) => `${file}: ${line.trim()}`);
}

test('finds each kind of what is planted', () => {
  const planted = [
    'color: #0b6b62;',
    'background: rgb(0 0 0 / 50%);',
    'border: 1px solid black;',
    'color: light-dark(#fff, #000);',
    'font-size: 12px;',
    'font: 0.75rem / 1.4 sans-serif;',
  ];
  expect(findings('planted.css', planted.join('\n')).length).toBe(planted.length);
});

test('lets values by role, the system’s colours and inherited letters pass', () => {
  const clean = [
    'color: var(--text);',
    'background: color-mix(in oklab, var(--low-bar), transparent 50%);',
    'border: 1px solid GrayText;',
    'white-space: nowrap;',
    'font-size: var(--size-small);',
    'font: inherit;',
    '/* #fff is white, 12px */',
  ];
  expect(findings('clean.css', clean.join('\n'))).toEqual([]);
});

test('no stylesheet but values.css has colours or sizes of letters of its own', () => {
  const files = readdirSync(folder).filter((name) => name !== 'values.css');
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((name) => findings(name, readFileSync(path.join(folder, name), 'utf8')))).toEqual([]);
});
