// The product has no switch that exists for tests (reliability TK-09): no way around TLS, no variable that moves a provider.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Ways of a library, of Node or of a test runner to be less strict, or to know that this is a test. */
const banned =
  /\b(?:allowInsecureRequests|rejectUnauthorized|NODE_ENV|VITEST|setCertificateVerifyProc|allowRunningInsecureContent|setUsePlainTextEncryption)\b|'certificate-error'|webSecurity:\s*false/g;

/** Says no where the person has pinned a key, and leaves everything else to the system: never yes. */
const pins = 'main/adapters/electron/pinned-keys.ts';

/** What the person, the desktop or the launcher says: everything else in the environment changes nothing. */
const known: readonly string[] = [
  ...['APPDIR', 'APPIMAGE', 'CODE_HOME', 'CREDENTIALS_DIRECTORY', 'DBUS_SESSION_BUS_ADDRESS', 'DISPLAY'],
  ...['GATEHOUSE_AGENT', 'GATEHOUSE_GRANT', 'GATEHOUSE_RUN_PID', 'GATEHOUSE_RUN_TERMINAL'],
  ...['GEMINI_CLI_SYSTEM_SETTINGS_PATH', 'GEMINI_FORCE_ENCRYPTED_FILE_STORAGE', 'HOME'],
  ...[
    'ORIGINAL_XDG_CURRENT_DESKTOP',
    'PATH',
    'PATHEXT',
    'PWD',
    'SHELL',
    'TMPDIR',
    'TZ',
    'USERNAME',
    'WAYLAND_DISPLAY',
  ],
  ...['XDG_CONFIG_HOME', 'XDG_CURRENT_DESKTOP', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE'],
];

const sources = ['main', 'preload', 'renderer'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|mjs)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

function switchesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(banned), ([found]) => found);
}

/** Names that are read from an environment, by index or taken apart. */
function variablesIn(text: string): readonly string[] {
  const byIndex = text.matchAll(/\b(?:env|environment|variables)(?:\?\.)?\['([A-Z][A-Z\d_]+)'\]/g);
  const byDot = text.matchAll(/process\.env\.([A-Z][A-Z\d_]+)/g);
  const apart = text.matchAll(/\{([^{}]+)\} = (?:process\.env|environment)\b/g);
  return [
    ...Array.from(byIndex, ([, name = '']) => name),
    ...Array.from(byDot, ([, name = '']) => name),
    ...Array.from(apart, ([, names = '']) => names.match(/\b[A-Z][A-Z\d_]+\b/g) ?? []).flat(),
  ];
}

test('planted switches are found', () => {
  const planted = [
    'openid.allowInsecureRequests(config);',
    'const { GATEHOUSE_CLOCK: clock, HOME } = process.env;',
    "const issuer = process.env['GATEHOUSE_ISSUER'] ?? usual;",
    'const other = process.env.GATEHOUSE_HOST;',
    'session.setCertificateVerifyProc((_request, decide) => decide(0));',
  ].join('\n');
  expect([switchesIn(planted), variablesIn(planted)]).toEqual([
    ['allowInsecureRequests', 'setCertificateVerifyProc'],
    ['GATEHOUSE_ISSUER', 'GATEHOUSE_HOST', 'GATEHOUSE_CLOCK', 'HOME'],
  ]);
});

test('there is none in the product', () => {
  const found = sources.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const unknown = variablesIn(text).filter((name) => !known.includes(name));
    const switches = switchesIn(text).filter((name) => file !== pins || name !== 'setCertificateVerifyProc');
    return [...switches, ...unknown].map((name) => `${file}: ${name}`);
  });
  expect([sources.length > 300, found]).toEqual([true, []]);
});
