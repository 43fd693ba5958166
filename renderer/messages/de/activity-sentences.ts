// What happened, in German, as one sentence for each kind of entry. Names are put in as they are, with no word that bends to them.
import type { ActivityEntryView } from '../../../preload/view.ts';
import { around } from './time.ts';

type Entry = ActivityEntryView;

interface Actor {
  readonly name: string;
  readonly has: string;
  readonly is: string;
}

const third = { has: 'hat', is: 'ist' } as const;
const actors: Readonly<Record<Entry['actor'], Actor>> = {
  person: { name: 'Du', has: 'hast', is: 'bist' },
  cli: { name: 'Die Befehlszeile', ...third },
  agent: { name: 'Ein Agent', ...third },
  policy: { name: 'Gatehouse', ...third },
  hook: { name: 'Ein Programm bei Ereignissen', ...third },
};

/** "Du hast", "Die Befehlszeile hat". */
function whoHas({ actor }: Entry): string {
  return `${actors[actor].name} ${actors[actor].has}`;
}

function whoIs({ actor }: Entry): string {
  return `${actors[actor].name} ${actors[actor].is}`;
}

/** "ada@example.com (OpenAI)", or what is known of it. */
function named({ account, provider }: Entry, unknown: string): string {
  if (account === null) return provider ?? unknown;
  return provider === null ? account : `${account} (${provider})`;
}

/** As the object of a sentence. */
const whom = (entry: Entry): string => named(entry, 'ein Konto');

/** After "von", "mit" and "zu". */
const whose = (entry: Entry): string => named(entry, 'einem Konto');

/** The last part of its path, under any system. */
function nameOf({ program }: Entry, unknown: string): string {
  return program?.split(/[/\\]/).findLast((part) => part !== '') ?? unknown;
}

function programOf(entry: Entry): string {
  const name = nameOf(entry, 'Ein unbekanntes Programm');
  return entry.pid === null ? name : `${name} (PID ${entry.pid})`;
}

const agentOf = ({ consumer }: Entry): string =>
  consumer === null ? 'Ein Agent' : `Ein Agent in ${consumer}`;

const untilThen = ({ until, at }: Entry): string => (until === null ? '' : `, bis ${around(until, at)}`);

function keyOf({ what }: Entry): string {
  if (what === 'access-token') return 'das Zugriffstoken';
  return what === 'api-key' ? 'den API-Schlüssel' : 'einen Schlüssel';
}

function signIn(entry: Entry): string {
  const where = entry.provider ?? 'einem Anbieter';
  return entry.failure === null
    ? `${whoHas(entry)} ${entry.account ?? 'ein Konto'} bei ${where} angemeldet`
    : `Die Anmeldung bei ${where} ist gescheitert`;
}

/** By how a lease has ended, the last word of what it was about. */
const endings: Readonly<Record<string, (agent: string, account: string) => string>> = {
  released: (agent, account) => `${agent} ist mit ${account} fertig`,
  'process-gone': (agent, account) => `${agent} ist beendet; er arbeitete mit ${account}`,
  'stream-closed': (agent, account) => `${agent} hat die Verbindung getrennt; er arbeitete mit ${account}`,
  expired: (agent, account) => `${agent} hat sich nicht mehr gemeldet; er arbeitete mit ${account}`,
  revoked: (agent, account) => `${agent} arbeitete mit ${account}, und das wurde ihm entzogen`,
  replaced: (agent, account) => `${agent} hat statt der Zuteilung von ${account} eine andere bekommen`,
};

function leaseEnded(entry: Entry): string {
  const how = entry.what?.split(' ').at(-1) ?? '';
  const said = endings[how];
  return said === undefined
    ? `Die Zuteilung von ${whose(entry)} ist beendet`
    : said(agentOf(entry), whose(entry));
}

const rules: Readonly<Record<string, (who: string, program: string, account: string) => string>> = {
  always: (by, program, account) => `${by} ${program} die Schlüssel von ${account} ab jetzt erlaubt`,
  never: (by, program, account) => `${by} ${program} die Schlüssel von ${account} verboten`,
  ask: (by, program, account) => `${by} die Regel für ${program} und ${account} entfernt`,
};

function rule(entry: Entry): string {
  const said = rules[entry.what ?? ''];
  const program = nameOf(entry, 'ein unbekanntes Programm');
  return said === undefined
    ? `${whoHas(entry)} geändert, was ${program} von ${whose(entry)} haben darf`
    : said(
        whoHas(entry),
        entry.what === 'ask' ? program : nameOf(entry, 'einem unbekannten Programm'),
        whose(entry),
      );
}

const keyStores: Readonly<Record<string, string>> = {
  system: 'die Schlüssel dem Schlüsselspeicher des Systems anvertraut',
  memory: 'bestimmt, dass die Schlüssel nur im Arbeitsspeicher bleiben',
  passphrase: 'die Schlüssel mit der Passphrase geschützt',
  'new passphrase': 'eine Passphrase für die Schlüssel gesetzt',
  'passphrase given up': 'die Passphrase der Schlüssel aufgegeben',
};

const nameIn = ({ provider }: Entry): string => provider ?? 'einen Anbieter';

const sentences: Readonly<Record<Entry['action'], (entry: Entry) => string>> = {
  'sign-in': signIn,
  'sign-out': (entry) => `${whoHas(entry)} ${whom(entry)} abgemeldet`,
  refresh: (entry) =>
    `${entry.what === null ? whoHas(entry) : `${entry.what} hat`} die Schlüssel von ${whose(entry)} erneuert`,
  'refresh-failed': (entry) => `Die Schlüssel von ${whose(entry)} ließen sich nicht erneuern`,
  import: (entry) => `${whoHas(entry)} die Anmeldung von ${whose(entry)} übernommen`,
  consent: (entry) => `${whoHas(entry)} der Anmeldung bei ${whose(entry)} mit eigener Client-ID zugestimmt`,
  'key-store': (entry) =>
    `${whoHas(entry)} ${keyStores[entry.what ?? ''] ?? 'geändert, was die Schlüssel schützt'}`,
  backup: (entry) => `${whoHas(entry)} die Schlüssel von ${whose(entry)} in eine Sicherung gelegt`,
  command: (entry) =>
    `${nameOf(entry, 'Ein unbekanntes Programm')} lief für die Firmen-Anmeldung von ${entry.consumer ?? 'einem Programm'} bei ${entry.what ?? 'einem Server'}`,
  'package-approved': (entry) => `${whoHas(entry)} die Datei erlaubt, die ${nameIn(entry)} beschreibt`,
  'package-forgotten': (entry) =>
    `${whoHas(entry)} die Erlaubnis für die Datei zurückgenommen, die ${nameIn(entry)} beschreibt`,
  'flag-set': (entry) => `${whoHas(entry)} einen Funktionsschalter gestellt: ${entry.what ?? 'einen davon'}`,
  'flag-reset': (entry) =>
    `${whoHas(entry)} die Wahl für einen Funktionsschalter zurückgenommen: ${entry.what ?? 'einen davon'}`,
  switch: (entry) => `${whoIs(entry)} zu ${whose(entry)} gewechselt`,
  undo: (entry) => `${whoHas(entry)} einen Wechsel zurückgenommen, zurück zu ${whose(entry)}`,
  lease: (entry) => `${agentOf(entry)} hat die Arbeit mit ${whose(entry)} begonnen${untilThen(entry)}`,
  'lease-ended': leaseEnded,
  'hand-out': (entry) =>
    `${programOf(entry)} hat ${keyOf(entry)} von ${whose(entry)} bekommen${untilThen(entry)}`,
  'hand-out-denied': (entry) =>
    `${programOf(entry)} wollte Schlüssel von ${whose(entry)} und wurde abgewiesen`,
  'hand-out-failed': (entry) =>
    `${programOf(entry)} wollte Schlüssel von ${whose(entry)}, konnte sie aber nicht bekommen`,
  rule,
  lock: (entry) =>
    entry.actor === 'policy' ? 'Gatehouse hat sich gesperrt' : `${whoHas(entry)} Gatehouse gesperrt`,
  unlock: (entry) =>
    entry.actor === 'policy' ? 'Gatehouse hat sich entsperrt' : `${whoHas(entry)} Gatehouse entsperrt`,
};

export function activitySentence(entry: ActivityEntryView): string {
  const said = sentences[entry.action](entry);
  return entry.failure === null ? said : `${said}: ${entry.failure}`;
}
