// The short facts beside failures and findings, in German: details in brackets, and why a program uses an identity.

/** A text with a part that comes from elsewhere, and how it is said; the parts are looked up themselves. */
export type PhrasePattern = readonly [pattern: RegExp, said: (...parts: readonly string[]) => string];

export const germanFacts: Readonly<Record<string, string>> = {
  'Its content stays as it is; only you can read it then.':
    'Der Inhalt bleibt, wie er ist; nur du kannst ihn dann lesen.',
  'It stays as it is.': 'Es bleibt, wie es ist.',
  'a redirect': 'eine Weiterleitung',
  'too large': 'zu groß',
  'no file': 'keine Datei',
  'nothing to put back': 'nichts zurückzusetzen',
  'no settings of Gatehouse': 'keine Einstellungen von Gatehouse',
  'size differs': 'die Größe weicht ab',
  'a web page': 'eine Webseite',
  'not JSON': 'kein JSON',
  'no figures': 'keine Zahlen',
  'no known window': 'kein bekanntes Kontingent',
  'no status': 'kein Status',
  'nothing was renewed': 'nichts wurde erneuert',
  'the answer names another account': 'die Antwort nennt ein anderes Konto',
  'the answer lacks the account or a token': 'in der Antwort fehlt das Konto oder ein Token',
  'this client id belongs to Claude Code': 'diese Client-ID gehört Claude Code',
  'a client id looks like a UUID': 'eine Client-ID sieht aus wie eine UUID',
  'that is not a client id of your own': 'das ist keine eigene Client-ID',
  'it gives no device codes out here': 'hier werden keine Gerätecodes ausgegeben',
  'fresh keys are refused': 'frische Schlüssel werden abgelehnt',
  'refused again right after they were renewed': 'gleich nach dem Erneuern wieder abgelehnt',
  'nobody answered the question': 'niemand hat die Frage beantwortet',
  'its notes name another login': 'seine Notizen nennen eine andere Anmeldung',
  'it is signed in itself': 'es ist selbst angemeldet',
  'its keys are closed': 'seine Schlüssel sind verschlossen',
  'another login is there': 'dort ist eine andere Anmeldung',
  'its status line is not a command': 'seine Statuszeile ist kein Befehl',
  'an older sign-in, whose token is spent': 'eine ältere Anmeldung, deren Token verbraucht ist',
  'its access token has ended': 'ihr Zugriffstoken ist abgelaufen',
  'an access token in it has ended': 'ein Zugriffstoken darin ist abgelaufen',
  'that is relative, and so another one wherever it is started':
    'er ist relativ angegeben und damit je nach Startort ein anderer',
  'No variable says otherwise.': 'Keine Variable sagt etwas anderes.',
  'A plain call goes through the script of Gatehouse, which names the folder of the account in use.':
    'Ein einfacher Aufruf geht über das Skript von Gatehouse, das den Ordner des Kontos in Gebrauch nennt.',
  'Nobody is signed in there.': 'Dort ist niemand angemeldet.',
  'The login there is used.': 'Die Anmeldung dort wird genutzt.',
  'The API key there is used, billed by use.':
    'Der API-Schlüssel dort wird genutzt, abgerechnet nach Verbrauch.',
  'The ChatGPT login there is used.': 'Die Anmeldung bei ChatGPT dort wird genutzt.',
  'Its login is in the keychain of macOS.': 'Die Anmeldung liegt im Schlüsselbund von macOS.',
  'There is no login, so the API key is used that was made at the Console.':
    'Es gibt keine Anmeldung; genutzt wird der API-Schlüssel aus der Console.',
  'cli_auth_credentials_store has every login forgotten at the end.':
    'Wegen cli_auth_credentials_store wird jede Anmeldung am Ende vergessen.',
  'Nobody is signed in to OpenAI there.': 'Bei OpenAI ist dort niemand angemeldet.',
  'It has no file of its own, so it reads the one of Codex.':
    'Es hat keine eigene Datei und liest deshalb die von Codex.',
  'Its own file is used.': 'Die eigene Datei wird genutzt.',
  'The keys for Claude in that file are used.': 'Die Schlüssel für Claude in dieser Datei werden genutzt.',
  'There are no keys for Claude in that file.': 'In dieser Datei sind keine Schlüssel für Claude.',
  'It was never used here: it has no folder.': 'Es wurde hier nie benutzt: Es hat keinen Ordner.',
};

export const germanFactPatterns: readonly PhrasePattern[] = [
  [/^exit code (\S+)$/, (code) => `Rückgabewert ${code}`],
  [/^field (\S+)$/, (name) => `Feld ${name}`],
  [/^mode (\S+)$/, (rights) => `Rechte ${rights}`],
  [/^set in (.+)$/, (path) => `gesetzt in ${path}`],
  [/^to (.+)$/, (path) => `auf ${path}`],
  [/^that is not there: (.+)$/, (path) => `${path} gibt es nicht`],
  [
    /^that Gatehouse does not write: (.+) instead of (.+)$/,
    (theirs, written) => `${theirs} statt ${written}, wohin Gatehouse schreibt`,
  ],
  [/^(\w+) names the folder\.$/, (name) => `${name} nennt den Ordner.`],
  [
    /^(\w+) is set and goes before every login\.$/,
    (name) => `${name} ist gesetzt und geht jeder Anmeldung vor.`,
  ],
  [
    /^codex exec takes (\w+) before every login\.$/,
    (name) => `codex exec nimmt ${name} vor jeder Anmeldung.`,
  ],
  [/^There is no login, so (\w+) is used\.$/, (name) => `Es gibt keine Anmeldung; genutzt wird ${name}.`],
  [
    /^(\w+) is handed to every agent that it starts\.$/,
    (name) => `${name} geht an jeden Agenten, den es startet.`,
  ],
  [
    /^(\w+) is set and is read in place of its file\.$/,
    (name) => `${name} ist gesetzt und wird statt der Datei gelesen.`,
  ],
  [/^Its file has an entry for (.+)\.$/, (vendor) => `Die Datei hat einen Eintrag für ${vendor}.`],
  [
    /^Its file has no entry for (.+), so (\w+) is used\.$/,
    (vendor, name) => `Die Datei hat keinen Eintrag für ${vendor}; genutzt wird ${name}.`,
  ],
  [/^Its file has no entry for (.+)\.$/, (vendor) => `Die Datei hat keinen Eintrag für ${vendor}.`],
  // Two sentences, each looked up by itself.
  [/^(.+?\.) ([A-Z].+\.)$/, (first, second) => `${first} ${second}`],
];
