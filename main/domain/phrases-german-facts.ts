// The short facts beside failures and findings, in German: details in brackets, and why a program uses an identity.

/** A text with a part that comes from elsewhere, and how it is said; the parts are looked up themselves. */
export type PhrasePattern = readonly [pattern: RegExp, said: (...parts: readonly string[]) => string];

export const germanFacts: Readonly<Record<string, string>> = {
  'Its content stays as it is; only you can read it then.':
    'Der Inhalt bleibt, wie er ist; nur du kannst ihn dann lesen.',
  'It stays as it is.': 'Es bleibt, wie es ist.',
  'No file is changed; quotas, renewals and switches go on by themselves again.':
    'Keine Datei wird geändert; Kontingente, Erneuerungen und Wechsel laufen wieder von selbst.',
  'It stays as it is; you are asked in a dialog whether it may be used.':
    'Es bleibt, wie es ist; ein Dialog fragt dich, ob es benutzt werden darf.',
  'it is not there any more': 'sie ist nicht mehr da',
  'a redirect': 'eine Weiterleitung',
  'it cannot be read': 'es lässt sich nicht lesen',
  'no fields': 'keine Felder',
  'no version': 'keine Version',
  'no date': 'kein Datum',
  'a date to come': 'ein Datum, das noch kommt',
  'older than this version': 'älter als diese Version',
  'no files': 'keine Dateien',
  'a file without name, size or SHA-512': 'eine Datei ohne Name, Größe oder SHA-512',
  'no file for this computer': 'keine Datei für diesen Computer',
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
  'the answer is meant for another program': 'die Antwort ist für ein anderes Programm bestimmt',
  'the answer lacks the account or a token': 'in der Antwort fehlt das Konto oder ein Token',
  'a client id looks like Ov23li…': 'eine Client-ID sieht aus wie Ov23li…',
  'GitHub knows no app with this client id': 'GitHub kennt keine App mit dieser Client-ID',
  'device flow is switched off in the settings of this app':
    '„Device Flow“ ist in den Einstellungen dieser App ausgeschaltet',
  'its token ends and cannot be renewed': 'ihr Token endet und lässt sich nicht erneuern',
  'its new token is not accepted': 'ihr neues Token wird nicht angenommen',
  'it found no keyring for its token': 'es hat für sein Token keinen Schlüsselbund gefunden',
  'GitHub knows no Copilot plan for it': 'GitHub kennt dafür keinen Copilot-Plan',
  'Copilot takes no classic tokens (ghp_…), only fine-grained ones (github_pat_…)':
    'Copilot nimmt keine klassischen Tokens (ghp_…), nur fein abgestufte (github_pat_…)',
  'a client id looks like a UUID': 'eine Client-ID sieht aus wie eine UUID',
  'that is not the id of a workspace': 'das ist nicht die ID eines Arbeitsbereichs',
  'it takes no workspace': 'hier lässt sich kein Arbeitsbereich nennen',
  'it has no page that shows a code': 'hier gibt es keine Seite, die einen Code zeigt',
  'it gives no device codes out here': 'hier werden keine Gerätecodes ausgegeben',
  'fresh keys are refused': 'frische Schlüssel werden abgelehnt',
  'refused again right after they were renewed': 'gleich nach dem Erneuern wieder abgelehnt',
  'nobody answered the question': 'niemand hat die Frage beantwortet',
  'its notes name another login': 'seine Notizen nennen eine andere Anmeldung',
  'it is signed in itself': 'es ist selbst angemeldet',
  'its keys are closed': 'seine Schlüssel sind verschlossen',
  'another login is there': 'dort ist eine andere Anmeldung',
  'it has been corrected since the start': 'seit dem Start wurde sie berichtigt',
  'its status line is not a command': 'seine Statuszeile ist kein Befehl',
  'an older sign-in, whose token is spent': 'eine ältere Anmeldung, deren Token verbraucht ist',
  'its access token has ended': 'ihr Zugriffstoken ist abgelaufen',
  'an access token in it has ended': 'ein Zugriffstoken darin ist abgelaufen',
  'that is relative, and so another one wherever it is started':
    'er ist relativ angegeben und damit je nach Startort ein anderer',
  'No variable says otherwise.': 'Keine Variable sagt etwas anderes.',
  'A plain call goes through the script of Gatehouse, which names the folder of the account in use.':
    'Ein einfacher Aufruf geht über das Skript von Gatehouse, das den Ordner des Kontos in Gebrauch nennt.',
  'Nobody is signed in to it, so it takes the login of gh.':
    'Bei ihm selbst ist niemand angemeldet; genutzt wird die Anmeldung von gh.',
  'Nobody is signed in to it, and gh has no login either.':
    'Bei ihm selbst ist niemand angemeldet, und gh hat auch keine Anmeldung.',
  'Its token is in the keyring.': 'Das Token liegt im Schlüsselbund.',
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
  [/^this client id belongs to (.+)$/, (program) => `diese Client-ID gehört ${program}`],
  [
    /^that is not a client id of your own, which looks like (.+)$/,
    (hint) => `das ist keine eigene Client-ID; eine sieht aus wie ${hint}`,
  ],
  [/^it looks like a key of (.+)$/, (vendor) => `es sieht aus wie ein Schlüssel von ${vendor}`],
  [
    /^asked for (\S+), came back with (\S+)$/,
    (wanted, given) => `gewünscht war ${wanted}, zurück kam ${given === 'none' ? 'keiner' : given}`,
  ],
  [/^this version goes on with (.+)$/, (path) => `diese Version benutzt ${path}`],
  [
    /^line (\d+): it has to be JSON that gives sha256 pins for host names$/,
    (line) => `Zeile ${line}: nötig ist JSON, das für Namen von Servern sha256-Prüfwerte nennt`,
  ],
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
