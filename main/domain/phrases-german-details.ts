// The phrase book in German for what stands in brackets beside a failure or a finding of files, programs and the key store.
import type { PhrasePattern } from './phrases-german-facts.ts';

const keyStores: Readonly<Record<string, string>> = {
  'no session bus': 'kein Sitzungsbus',
  'no Secret Service on the session bus': 'kein Secret Service am Sitzungsbus',
  'the Secret Service gives no answer': 'der Secret Service antwortet nicht',
  'the Secret Service refuses to answer': 'der Secret Service verweigert die Antwort',
  'the Secret Service has no default keyring': 'der Secret Service hat keinen Standard-Schlüsselbund',
  'the default keyring is locked': 'der Standard-Schlüsselbund ist gesperrt',
  'no KWallet on the session bus': 'kein KWallet am Sitzungsbus',
  'KWallet gives no answer': 'KWallet antwortet nicht',
  'KWallet is switched off': 'KWallet ist ausgeschaltet',
  'this desktop has no key store that Electron knows':
    'dieser Desktop hat keinen Schlüsselspeicher, den Electron kennt',
  'the key store is temporarily unavailable': 'der Schlüsselspeicher ist vorübergehend nicht verfügbar',
  'the key store gives no key': 'der Schlüsselspeicher gibt keinen Schlüssel heraus',
  'the key store gave no key': 'der Schlüsselspeicher hat keinen Schlüssel herausgegeben',
  'there is a passphrase already': 'es gibt schon eine Passphrase',
  'no passphrase was chosen yet': 'es ist noch keine Passphrase gewählt',
  'it was not entered yet': 'sie ist noch nicht eingegeben',
};

const files: Readonly<Record<string, string>> = {
  'disk full': 'kein Platz mehr',
  'unknown error': 'unbekannter Fehler',
  'cannot be read: unknown': 'lässt sich nicht lesen',
  'not a regular file': 'keine gewöhnliche Datei',
  'not UTF-8': 'kein UTF-8',
  'UTF-16, not UTF-8': 'UTF-16, kein UTF-8',
  empty: 'leer',
  'only white space': 'nur Leerraum',
  'a zero byte': 'ein Nullbyte',
  'nested too deeply': 'zu tief verschachtelt',
  'a comment, which JSON does not have': 'ein Kommentar, den es in JSON nicht gibt',
  'something follows the end': 'nach dem Ende folgt noch etwas',
  'cut short': 'bricht ab',
  'not a JSON object': 'kein JSON-Objekt',
  'your settings were in it, and the usual ones count now':
    'darin standen deine Einstellungen, und jetzt gelten die üblichen',
  'no JSON object': 'kein JSON-Objekt',
  'cannot be made': 'lässt sich nicht anlegen',
  'its folder cannot be made': 'der Ordner dafür lässt sich nicht anlegen',
  'there is no such file': 'diese Datei gibt es nicht',
  gone: 'nicht mehr da',
  'read-only': 'schreibgeschützt',
  'a link that leads nowhere': 'ein Verweis, der nirgends hinführt',
  'its folder belongs to another user': 'der Ordner gehört einem anderen Benutzer',
  'it belongs to another user': 'es gehört einem anderen Benutzer',
  'others may write to it': 'andere dürfen dort schreiben',
  'something else is there': 'dort ist etwas anderes',
  'listens elsewhere': 'lauscht anderswo',
  'another Gatehouse listens there': 'dort lauscht ein anderes Gatehouse',
  'no private folder for the socket': 'kein privater Ordner für den Socket',
  'no login folder of ours': 'kein Anmeldeordner von Gatehouse',
  'not what we wrote there': 'nicht, was Gatehouse dort geschrieben hat',
  'not the copy that we made': 'nicht die Kopie, die Gatehouse gemacht hat',
  'no copy could be kept': 'eine Kopie ließ sich nicht aufbewahren',
  'of another account': 'von einem anderen Konto',
  'the stored keys are damaged': 'die Schlüsselablage ist beschädigt',
  'too many; take some away first': 'zu viele; nimm zuerst welche weg',
  'it holds another account': 'darin steht ein anderes Konto',
  'its key store is gone, somebody else has written it, or it is damaged':
    'der Schlüsselspeicher dafür ist weg, jemand anderes hat sie geschrieben, oder sie ist beschädigt',
  'others were faster each time': 'andere waren jedes Mal schneller',
  'a file stands where the lock folder belongs; remove it':
    'wo der Sperrordner hingehört, steht eine Datei; entferne sie',
  'which the system hides from this program': 'den das System vor diesem Programm verbirgt',
  'in another container': 'in einem anderen Container',
  // After „von“.
  'another program': 'einem anderen Programm',
  'EBUSY: in use, or a mount of its own': 'EBUSY: in Gebrauch, oder ein eigener Einhängepunkt',
  'EROFS: the file system is read-only': 'EROFS: das Dateisystem ist schreibgeschützt',
  'ESTALE: the network file system has lost it': 'ESTALE: das Netzwerk-Dateisystem findet sie nicht mehr',
  'EXDEV: its folder spans two file systems': 'EXDEV: der Ordner verteilt sich auf zwei Dateisysteme',
};

const programs: Readonly<Record<string, string>> = {
  'not an absolute path': 'kein vollständiger Pfad',
  'its path has characters that cannot be shown': 'im Pfad stehen Zeichen, die sich nicht zeigen lassen',
  'neither a binary of this system nor a script that begins with #!':
    'weder ein Programm für dieses System noch ein Skript, das mit #! beginnt',
  'not executable': 'nicht ausführbar',
  'not executable for you': 'für dich nicht ausführbar',
  'programs for events are not available on this system yet':
    'Programme bei Ereignissen gibt es auf diesem System noch nicht',
  'could not be started: unknown': 'ließ sich nicht starten',
  'it changed while it was being started': 'es hat sich beim Starten geändert',
  'it changed while it ran': 'es hat sich geändert, während es lief',
  'it has changed since it was approved': 'es hat sich geändert, seit du es erlaubt hast',
  'it is not there, or not as it has to be': 'es fehlt oder ist nicht so, wie es sein muss',
  'no PATH can hold a folder of this name': 'ein Ordner dieses Namens passt in keinen PATH',
  'of the two lines of Gatehouse that mark what is ours, one is missing or stands there twice':
    'von den zwei Zeilen, mit denen Gatehouse seinen Teil markiert, fehlt eine oder steht doppelt da',
  'others wait already': 'andere warten schon',
  'not all of them at once': 'nicht alle zugleich',
  'what you chose cannot be opened any more': 'deine Wahl lässt sich nicht mehr öffnen',
  'profile of another organization': 'das Profil gehört zu einer anderen Organisation',
  'the answer does not name its issuer': 'die Antwort nennt ihren Aussteller nicht',
  'for codex exec': 'für codex exec',
  'cli_auth_credentials_store has the login kept in the keyring, where it cannot be seen from here.':
    'Wegen cli_auth_credentials_store liegt die Anmeldung im Schlüsselbund, wo sie von hier nicht zu sehen ist.',
  'its file': 'seine Datei',
  'personal access token': 'persönliches Zugriffstoken',
  'key for Amazon Bedrock': 'Schlüssel für Amazon Bedrock',
  'pair of keys for Amazon Bedrock': 'Schlüsselpaar für Amazon Bedrock',
  'identity of an agent': 'Identität eines Agenten',
};

/** What a failure is about, without an article: it stands in sentences of any case. */
const subjects: Readonly<Record<string, string>> = {
  'the allowed commands of companies': 'Liste der erlaubten Firmen-Befehle',
  'the choices of feature flags': 'Liste der Funktionsschalter',
  // After „für“.
  'any provider': 'irgendeinen Anbieter',
  'the last switch': 'Wechsel (letzter)',
  'what was sealed with a passphrase': 'Datei mit Passphrase',
};

export const germanDetails: Readonly<Record<string, string>> = {
  ...keyStores,
  ...files,
  ...programs,
  ...subjects,
};

/** Where there is no proxy, or no exception from it. */
const proxyWords: ReadonlyMap<string, string> = new Map([
  ['directly', 'direkt'],
  ['none', 'keine'],
]);
const proxy = (told = ''): string => proxyWords.get(told) ?? told;

export const germanDetailPatterns: readonly PhrasePattern[] = [
  [/^no answer within (\d+) s$/, (seconds) => `keine Antwort binnen ${seconds} s`],
  [/^(\w+) has another key now$/, (store) => `${store} hat jetzt einen anderen Schlüssel`],
  [/^(\w+), now (\w+)$/, (before, now) => `${before}, jetzt ${now}`],
  // What is wrong with a file, and where its copy is.
  [/^(.+); (its version of .+)$/, (fault, copy) => `${fault}; ${copy}`],
  [/^larger than (\d+ \w+)$/, (size) => `größer als ${size}`],
  [/^line (\d+), byte (\d+): (.+)$/, (line, byte, what) => `Zeile ${line}, Byte ${byte}: ${what}`],
  [
    /^owned by another user; to take it back: (.+)$/,
    (command) => `gehört einem anderen Benutzer; so bekommst du sie zurück: ${command}`,
  ],
  [
    /^others may write to its folder; to keep them out: (.+)$/,
    (command) => `andere dürfen in den Ordner schreiben; so lässt sich das ändern: ${command}`,
  ],
  [
    /^the file system has no hard links: (.+)$/,
    (code) => `das Dateisystem kennt keine harten Links: ${code}`,
  ],
  [/^the program (\S+) cannot be started$/, (program) => `das Programm ${program} lässt sich nicht starten`],
  [/^could not be started: (\w+)$/, (code) => `ließ sich nicht starten: ${code}`],
  [/^cannot be read: (\w+)$/, (code) => `lässt sich nicht lesen: ${code}`],
  [/^(\S+) cannot be read$/, (path) => `${path} lässt sich nicht lesen`],
  [/^its path is longer than (\d+) characters$/, (length) => `der Pfad ist länger als ${length} Zeichen`],
  [/^(.+) belongs to another user$/, (path) => `${path} gehört einem anderen Benutzer`],
  [/^others may write to (.+)$/, (path) => `andere dürfen in ${path} schreiben`],
  [/^(.+), entry (.+)$/, (path, id) => `${path}, Eintrag ${id}`],
  [/^(held by .+), untouched for (\d+) min$/, (held, minutes) => `${held}, seit ${minutes} Min. unberührt`],
  [/^(held by .+), by (.+)$/, (held, path) => `${held}, laut ${path}`],
  [/^(held by .+, process \d+) (.+)$/, (held, where) => `${held} ${where}`],
  [/^on (\S+)$/, (host) => `auf ${host}`],
  [/^held by process (\d+)$/, (pid) => `gehalten von Prozess ${pid}`],
  [/^held by (.+), process (\d+)$/, (program, pid) => `gehalten von ${program}, Prozess ${pid}`],
  [/^held by (.+)$/, (program) => `gehalten von ${program}`],
  [
    /^(.+) is no lock file of ours; nobody knows whose it is$/,
    (path) => `${path} ist keine Sperrdatei von Gatehouse; niemand weiß, wem sie gehört`,
  ],
  [/^other keys of (.+)$/, (account) => `andere Schlüssel von ${account}`],
  [/^(.+) does not stand there any more$/, (account) => `${account} steht dort nicht mehr`],
  [/^it is signed in itself as (.+)$/, (account) => `es ist selbst angemeldet als ${account}`],
  [/^it says nothing of (\S+)$/, (field) => `sie sagt nichts zu ${field}`],
  [/^it is (\S*[/\\].*)$/, (path) => `das ist ${path}`],
  [
    /^it was made for another host than those that (.+) asks now$/,
    (provider) => `er wurde für einen anderen Host gemacht als die, die ${provider} jetzt fragt`,
  ],
  [
    /^(.+) may not be asked again so soon$/,
    (provider) => `${provider} darf so bald nicht wieder gefragt werden`,
  ],
  [
    /^there is no such folder, so (.+) was never used here$/,
    (program) => `diesen Ordner gibt es nicht; ${program} wurde hier also nie benutzt`,
  ],
  [
    /^(\d+) are approved already; remove one first$/,
    (count) => `${count} sind schon erlaubt; entferne zuerst eines`,
  ],
  [/^(\d+) at once$/, (count) => `${count} zugleich`],
  [/^"(.+)" is another program by now$/, (name) => `„${name}“ ist inzwischen ein anderes Programm`],
  // The event, and what became of its program.
  [/^([\w-]+): (it .+)$/, (event, what) => `${event}: ${what}`],
  // Why the local service does not start, and where.
  [
    /^(E[A-Z]+: .+|no private folder for the socket|something else is there|listens elsewhere): (\/.+)$/,
    (what, path) => `${what}: ${path}`,
  ],
  [/^status (\d+)$/, (status) => `Status ${status}`],
  [/^here: (.+); Gatehouse: (.+)$/, (here, there) => `hier: ${proxy(here)}; Gatehouse: ${proxy(there)}`],
  [/^(.+), which goes before the login\.$/, (what) => `${what}, und das geht der Anmeldung vor.`],
  [/^(\w+) has a cloud asked$/, (name) => `${name} lässt eine Cloud fragen`],
  [/^(\w+) is a token$/, (name) => `${name} ist ein Token`],
  [/^(\w+) is an API key$/, (name) => `${name} ist ein API-Schlüssel`],
  [/^(\w+) in the settings gives the key$/, (name) => `${name} in den Einstellungen liefert den Schlüssel`],
  [/^The (.+) there is used\.$/, (what) => `Genutzt wird von dort: ${what}.`],
  [/^Without one: (.+)\.$/, (what) => `Ohne einen gilt: ${what}.`],
];
