// The phrase book: every text that a provider, a program or a strategy shows has a German one.
import { expect, test } from 'vitest';
import { consumers } from '../../../main/consumers/list.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import { windowLabel } from '../../../main/domain/quota-window.ts';
import { providers as builtIn } from '../../../main/providers/list.ts';
import { packageProvider } from '../../../main/providers/package-provider.ts';
import { settingsView } from '../../../main/state/settings-view.ts';
import { initialState } from '../../../main/state/state.ts';
import { githubPackage, packageOf, plainPackage } from '../../fakes/provider-packages.ts';

/** Behind those that are built in, one of each kind that files describe. */
const providers = [
  ...builtIn,
  ...[plainPackage, githubPackage].map((each) => packageProvider(packageOf(each))),
];

const hourMs = 3_600_000;

const shown: readonly string[] = [
  ...providers.flatMap(({ methods, borrowedKeyStanding }) => [
    ...(borrowedKeyStanding === undefined ? [] : [borrowedKeyStanding]),
    ...methods.flatMap((method) => [
      method.label,
      method.standing,
      ...((method.kind === 'browser' || method.kind === 'device') && method.registration !== undefined
        ? [method.registration.consent]
        : []),
    ]),
  ]),
  ...consumers.flatMap(({ files }) => files.map(({ writes }) => writes)),
  ...settingsView(initialState, {
    providers,
    files: [],
    owners: [],
    version: '1.0.0',
    now: 0,
  }).strategies.map(({ label }) => label),
  ...[null, 5 * hourMs, 24 * hourMs, 168 * hourMs, 720 * hourMs].map(windowLabel),
];

test.each([...new Set(shown)])('has a German phrase: %s', (text) => {
  expect(phrase('de', text)).not.toBe(text);
});

test('a text in English, or of which nobody knows a phrase, stays as it is', () => {
  expect([
    phrase('en', 'Weekly'),
    phrase(undefined, 'Weekly'),
    phrase('de', 'Iguana necktie'),
    phrase('de', 'constructor'),
  ]).toEqual(['Weekly', 'Weekly', 'Iguana necktie', 'constructor']);
});

test('a name inside a phrase stays, and the words around it are German', () => {
  expect(
    [
      'Weekly (Opus)',
      'Premium requests beyond the plan',
      '30-day',
      'Always Claude first',
      'No variable says otherwise. The login there is used.',
      'this version goes on with /data/quota.schema-2.json',
      'line 3: it has to be JSON that gives sha256 pins for host names',
      'it has been corrected since the start',
      'it names another page than acme.ghe.com/login/device',
      'it was signed in at another host than acme.ghe.com',
      'Its file has a login of this company, whose server has a say in its settings. Its key is in ACME_KEY.',
      'No variable says otherwise. The personal access token there is used.',
      'ANTHROPIC_API_KEY is an API key, which goes before the login.',
      'other keys of ada@example.test',
      'exhausted: it has changed since it was approved',
      'line 3, byte 41: cut short; its version of 2026-11-24 is /data/vault.previous.json',
      'held by codex, process 12 in another container, by /run/codex.lock',
      'held by another program, untouched for 4 min',
      'here: directly; Gatehouse: http://proxy.test',
      'EROFS: the file system is read-only: /data/machine-grant',
    ].map((text) => phrase('de', text)),
  ).toEqual([
    'Woche (Opus)',
    'Premium-Anfragen über den Plan hinaus',
    '30 Tage',
    'Immer zuerst Claude',
    'Keine Variable sagt etwas anderes. Die Anmeldung dort wird genutzt.',
    'diese Version benutzt /data/quota.schema-2.json',
    'Zeile 3: nötig ist JSON, das für Namen von Servern sha256-Prüfwerte nennt',
    'seit dem Start wurde sie berichtigt',
    'sie nennt eine andere Seite als acme.ghe.com/login/device',
    'es wurde bei einem anderen Host als acme.ghe.com angemeldet',
    'In seiner Datei steht eine Anmeldung dieser Firma; deren Server bestimmt bei den Einstellungen mit. Der Schlüssel steht in ACME_KEY.',
    'Keine Variable sagt etwas anderes. Genutzt wird von dort: persönliches Zugriffstoken.',
    'ANTHROPIC_API_KEY ist ein API-Schlüssel, und das geht der Anmeldung vor.',
    'andere Schlüssel von ada@example.test',
    'exhausted: es hat sich geändert, seit du es erlaubt hast',
    'Zeile 3, Byte 41: bricht ab; ihre Fassung vom 2026-11-24 ist /data/vault.previous.json',
    'gehalten von codex, Prozess 12 in einem anderen Container, laut /run/codex.lock',
    'gehalten von einem anderen Programm, seit 4 Min. unberührt',
    'hier: direkt; Gatehouse: http://proxy.test',
    'EROFS: das Dateisystem ist schreibgeschützt: /data/machine-grant',
  ]);
});
