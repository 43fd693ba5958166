// Shapes that must not stand in tracked files: secrets, paths of one machine, hosts of package registries.
export interface Shape {
  readonly name: string;
  readonly pattern: RegExp;
  readonly fix: string;
}

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly shape: string;
  readonly fix: string;
}

const secretFix = 'Take it out and revoke it. A made-up one for a test carries the word canary_ inside.';
const machineFix =
  'Use a path relative to the checkout, or one from the environment; made-up people are called ada.';
const registryFix = 'Leave the host to npm’s own configuration (.npmrc keeps it out of lock files).';

/** Written with classes such as [_] so that this file does not match itself. */
export const shapes: readonly Shape[] = [
  { name: 'anthropic-key', pattern: /\bsk[-]ant-[A-Za-z0-9_-]{16,}/g, fix: secretFix },
  { name: 'openai-key', pattern: /\bsk[-](?!ant-)(?:[a-z]+-)?[A-Za-z0-9_-]{20,}/g, fix: secretFix },
  {
    name: 'github-token',
    pattern: /\b(?:gh[opsur][_][A-Za-z0-9]{30,}|github[_]pat_\w{30,})/g,
    fix: secretFix,
  },
  { name: 'google-key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g, fix: secretFix },
  { name: 'npm-token', pattern: /\bnpm[_][A-Za-z0-9]{36}/g, fix: secretFix },
  { name: 'json-web-token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g, fix: secretFix },
  {
    name: 'private-key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE[ ]KEY-----\s*[A-Za-z0-9+/]{20}/g,
    fix: secretFix,
  },
  {
    name: 'machine-path',
    pattern: /(?<![\w.$~}/-])[/](?:(?:root|work|farm)[/]|(?:Users|home)[/](?!ada\b))[\w.-]+/g,
    fix: machineFix,
  },
  {
    name: 'registry-host',
    pattern:
      /\b(?:registry[.](?:npmjs|yarnpkg|npmmirror)[.]\w+|npm[.]pkg[.]github[.]com|[\w.-]+[/](?:artifactory|verdaccio)[/])/g,
    fix: registryFix,
  },
];

const allowed = 'canary_';

/** Finds every shape in one file's text. */
export function findingsIn(file: string, text: string): Finding[] {
  return shapes.flatMap(({ name, pattern, fix }) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => !found.includes(allowed))
      .map(({ index }) => ({ file, line: text.slice(0, index).split('\n').length, shape: name, fix })),
  );
}
