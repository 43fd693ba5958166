// The phrase book in German, by the English text. A new provider or program adds its lines here.
import { germanFactPatterns, germanFacts, type PhrasePattern } from './phrases-german-facts.ts';
import { germanCompany, germanCompanyPatterns } from './phrases-german-company.ts';
import { germanDetailPatterns, germanDetails } from './phrases-german-details.ts';
import { germanGithubPatterns } from './phrases-german-github.ts';
import { germanPackagePatterns } from './provider-package-words.ts';
import { germanGemini, germanGeminiPatterns } from './phrases-german-gemini.ts';

export type { PhrasePattern };

/** Quotas and plans. */
const quotas: Readonly<Record<string, string>> = {
  '5-hour': '5 Stunden',
  Daily: 'Tag',
  Weekly: 'Woche',
  Monthly: 'Monat',
  Usage: 'Nutzung',
  'Usage (second)': 'Nutzung (zweite)',
  Credits: 'Guthaben',
  'Spend limit': 'Ausgabenlimit',
  'Extra usage': 'Zusätzliche Nutzung',
  'Key limit': 'Limit des Schlüssels',
  'Daily limit': 'Tageslimit',
  'Weekly limit': 'Wochenlimit',
  'Monthly limit': 'Monatslimit',
  Spent: 'Ausgegeben',
  Balance: 'Guthaben',
  'Premium requests': 'Premium-Anfragen',
  Requests: 'Anfragen',
  Tokens: 'Tokens',
  'API key': 'API-Schlüssel',
  'extra usage': 'zusätzliche Nutzung',
};

/** How to sign in, and how the vendors stand towards it. */
const signIns: Readonly<Record<string, string>> = {
  'Sign in with ChatGPT': 'Mit ChatGPT anmelden',
  'Uses the sign-in of Codex. Many tools do; OpenAI has neither confirmed nor forbidden it.':
    'Nutzt die Anmeldung von Codex. Viele Programme tun das; OpenAI hat es weder bestätigt noch verboten.',
  'Enter a code on another device': 'Code auf einem anderen Gerät eingeben',
  'Uses the device sign-in of Codex, for computers without a browser. Many tools do; OpenAI has neither confirmed nor forbidden it.':
    'Nutzt die Geräte-Anmeldung von Codex, für Computer ohne Browser. Viele Programme tun das; OpenAI hat es weder bestätigt ' +
    'noch verboten.',
  'Let Codex keep the login': 'Anmeldung von Codex verwahren lassen',
  'OpenAI’s own program signs in, keeps the login and renews it; OpenAI documents this way for other programs.':
    'Das Programm von OpenAI meldet dich an, verwahrt die Anmeldung und erneuert sie; OpenAI beschreibt diesen Weg für andere ' +
    'Programme.',
  'Enter an API key': 'API-Schlüssel eingeben',
  '32 letters and digits': '32 Buchstaben und Ziffern',
  'API key from the OpenAI platform: the way OpenAI provides for other programs.':
    'API-Schlüssel von der OpenAI-Plattform: der Weg, den OpenAI für andere Programme vorsieht.',
  'Sign in through Claude Code': 'Über Claude Code anmelden',
  'Anthropic’s own program signs in and keeps the login; Gatehouse never sees a token of it. This is the way that Anthropic’s terms have for a Claude.ai plan.':
    'Das Programm von Anthropic meldet dich an und verwahrt die Anmeldung; Gatehouse sieht nie ein Token davon. Das ist der ' +
    'Weg, den die Bedingungen von Anthropic für einen Plan bei Claude.ai vorsehen.',
  'API key from the Anthropic Console: the way Anthropic provides for other programs.':
    'API-Schlüssel aus der Anthropic Console: der Weg, den Anthropic für andere Programme vorsieht.',
  'Anthropic reserves the tokens of a Claude.ai plan for its own programs. Asking for the quota with Claude Code’s token is use of it by another program: common, but not confirmed by Anthropic. Gatehouse reads the token for that one question, at most 20 times an hour, and never keeps or renews it. The status line needs none of this.':
    'Anthropic behält die Tokens eines Plans bei Claude.ai den eigenen Programmen vor. Mit dem Token von Claude Code nach dem ' +
    'Kontingent zu fragen heißt, dass ein anderes Programm es nutzt: verbreitet, aber von Anthropic nicht bestätigt. ' +
    'Gatehouse liest das Token nur für diese eine Frage, höchstens 20-mal in der Stunde, und behält oder erneuert es nie. ' +
    'Die Statuszeile braucht nichts davon.',
  'Sign in with your registered client': 'Mit deinem registrierten Client anmelden',
  'Anthropic lets only clients that it has registered sign in to Claude.ai. This is for people or companies who have registered one; everybody else uses an API key.':
    'Anthropic lässt nur registrierte Clients die Anmeldung bei Claude.ai nutzen. Das ist für Personen oder Firmen, die einen ' +
    'registriert haben; alle anderen nehmen einen API-Schlüssel.',
  'Anthropic allows sign-in with a Claude.ai account only to clients that it has registered. I confirm that I or my company registered this client id with Anthropic for this use. Gatehouse keeps the tokens of the sign-in encrypted on this computer and asks Anthropic for plan and usage with them. It gives the access token, never the refresh token, to the programs whose shared file is switched on for Claude.':
    'Anthropic erlaubt die Anmeldung mit einem Konto bei Claude.ai nur Clients, die dort registriert sind. Ich bestätige, dass ' +
    'ich oder meine Firma diese Client-ID bei Anthropic für diese Nutzung registriert habe. Gatehouse verwahrt die Tokens der ' +
    'Anmeldung verschlüsselt auf diesem Computer und fragt damit bei Anthropic nach Plan und Nutzung. Es gibt das ' +
    'Zugriffstoken, nie das Erneuerungstoken, an die Programme, deren geteilte Datei für Claude eingeschaltet ist.',
};

/** The same of GitHub Copilot. */
const copilotSignIns: Readonly<Record<string, string>> = {
  'Sign in with an app of your own': 'Mit einer eigenen App anmelden',
  'GitHub’s own device sign-in, with an app that you register there, because Gatehouse passes for no other program. Plan and quota come from an address of GitHub’s own programs, which GitHub does not document.':
    'Die Geräte-Anmeldung von GitHub, mit einer App, die du dort registrierst, denn Gatehouse gibt sich für kein anderes ' +
    'Programm aus. Plan und Kontingent kommen von einer Adresse der Programme von GitHub, die GitHub nicht beschreibt.',
  'I confirm that I or my company registered the app with this client id at GitHub, with device flow switched on. Gatehouse keeps the token of the sign-in encrypted on this computer, asks GitHub for name, plan and quota with it, and gives it only to programs that I allow. The access ends on GitHub, under Settings, Applications.':
    'Ich bestätige, dass ich oder meine Firma die App mit dieser Client-ID bei GitHub registriert und dort „Device Flow“ ' +
    'eingeschaltet habe. Gatehouse verwahrt das Token der Anmeldung verschlüsselt auf diesem Computer, fragt damit bei GitHub ' +
    'nach Name, Plan und Kontingent und gibt es nur an Programme, die ich erlaube. Beendet wird der Zugriff bei GitHub unter ' +
    'Settings, Applications.',
  'If the page refuses the code: the app needs “Enable Device Flow” in its settings on GitHub, and an organization may have to approve it.':
    'Wenn die Seite den Code ablehnt: Die App braucht „Enable Device Flow“ in ihren Einstellungen bei GitHub, und eine ' +
    'Organisation muss sie vielleicht erst zulassen.',
  'Sign in through Copilot CLI': 'Über Copilot CLI anmelden',
  'GitHub’s own program signs in and keeps the token in the keyring of the system. Gatehouse never sees it, and so cannot ask for plan and quota.':
    'Das Programm von GitHub meldet dich an und verwahrt das Token im Schlüsselbund des Systems. Gatehouse sieht es nie und ' +
    'kann deshalb nicht nach Plan und Kontingent fragen.',
  'Enter a personal access token': 'Persönliches Zugriffstoken eingeben',
  'A fine-grained token with the permission “Copilot Requests”, as GitHub documents it for Copilot CLI. Plan and quota come from an address of GitHub’s own programs, which GitHub does not document.':
    'Ein fein abgestuftes Token („fine-grained“) mit dem Recht „Copilot Requests“, wie GitHub es für Copilot CLI beschreibt. ' +
    'Plan und Kontingent kommen von einer Adresse der Programme von GitHub, die GitHub nicht beschreibt.',
};

/** What is written to shared files. */
const files: Readonly<Record<string, string>> = {
  'An access token of the registered client in use; never its refresh token.':
    'Ein Zugriffstoken des registrierten Clients in Gebrauch; nie sein Erneuerungstoken.',
  'The tokens of the ChatGPT account in use, or its API key, exactly as Codex writes them.':
    'Die Tokens des ChatGPT-Kontos in Gebrauch oder sein API-Schlüssel, genau so, wie Codex sie schreibt.',
  'The OpenAI API key in use; never the tokens of a sign-in, which live in one file only.':
    'Der OpenAI-API-Schlüssel in Gebrauch; nie die Tokens einer Anmeldung, die nur in einer Datei stehen dürfen.',
  'The preferred provider, whether to fall back, and the order of providers. No key.':
    'Der bevorzugte Anbieter, ob ausgewichen wird, und die Reihenfolge der Anbieter. Kein Schlüssel.',
  'The Claude API key in use, or an access token of the registered client; never a refresh token.':
    'Der Claude-API-Schlüssel in Gebrauch oder ein Zugriffstoken des registrierten Clients; nie ein Erneuerungstoken.',
  'For each provider the account in use, its plan and the last check, at most an hour out of date; the preferred provider. No key.':
    'Für jeden Anbieter das Konto in Gebrauch, sein Plan und die letzte Prüfung, höchstens eine Stunde veraltet; der bevorzugte Anbieter. Kein Schlüssel.',
  'It is there already, so nothing would be written.': 'Es steht schon dort; es würde nichts geschrieben.',
  'No account in use may go there, so nothing would be written.':
    'Kein Konto in Gebrauch darf dorthin; es würde nichts geschrieben.',
};

/** Logins that are on this computer and cannot be seen. */
const unseen: Readonly<Record<string, string>> = {
  'Codex is told by cli_auth_credentials_store to keep its login in the keyring, where it cannot be seen from here.':
    'Codex bewahrt seine Anmeldung wegen cli_auth_credentials_store im Schlüsselbund auf, wo sie von hier nicht zu sehen ist.',
  'Claude Code keeps its login in the keychain of macOS, where it cannot be seen from here.':
    'Claude Code bewahrt seine Anmeldung im Schlüsselbund von macOS auf, wo sie von hier nicht zu sehen ist.',
  'Claude Code is told by CLAUDE_SECURESTORAGE_CONFIG_DIR to keep its login apart from its settings, where it cannot be seen from here.':
    'Claude Code bewahrt seine Anmeldung wegen CLAUDE_SECURESTORAGE_CONFIG_DIR getrennt von seinen Einstellungen auf, wo sie von hier nicht zu sehen ist.',
};

/** Strategies, and names that stand for nobody in particular. */
const others: Readonly<Record<string, string>> = {
  'The one I chose last': 'Was ich zuletzt gewählt habe',
  'What costs least': 'Was am wenigsten kostet',
  'What is refilled soonest': 'Was sich am frühesten erneuert',
  'Other tools': 'Andere Programme',
  'Another program': 'Ein anderes Programm',
  'The program': 'Das Programm',
  // After „von“.
  'Claude Code’s usage screen': 'der Nutzungsanzeige von Claude Code',
  // Without an article, for they stand in sentences of any case.
  'an unknown program': 'Programm (unbekannt)',
  'this provider': 'Anbieter (dieser)',
  'unknown program': 'Programm (unbekannt)',
  'the stored keys': 'Schlüsselablage',
  'the backup': 'Sicherung',
  'The backup': 'Sicherung',
  'the rules for programs': 'Regelliste für Programme',
  'the approved programs': 'Liste der erlaubten Programme',
  'the approved packages': 'Liste der erlaubten Pakete',
  'all accounts': 'Kontoliste',
  'your accounts': 'Kontoliste',
  'this account': 'Konto (dieses)',
  'the key': 'Schlüssel',
  'the audit': 'Protokoll',
  'auth.json in the data folder': 'auth.json im Datenordner',
  'a word of the command': 'Wort des Befehls',
};

export const germanPhrases: Readonly<Record<string, string>> = {
  ...quotas,
  ...signIns,
  ...copilotSignIns,
  ...files,
  ...unseen,
  ...others,
  ...germanFacts,
  ...germanGemini,
  ...germanCompany,
  ...germanDetails,
  'somebody else has written it, or it is damaged':
    'jemand anderes hat sie geschrieben, oder sie ist beschädigt',
  'it stays locked': 'es bleibt gesperrt',
  'no rule was set': 'es wurde keine Regel gesetzt',
  'no passphrase protects the keys here': 'die Schlüssel schützt hier keine Passphrase',
  'what you chose cannot be opened now': 'deine Wahl lässt sich gerade nicht öffnen',
};

export const germanPatterns: readonly PhrasePattern[] = [
  // Before those that take a text apart at its full stops.
  ...germanGithubPatterns,
  ...germanCompanyPatterns,
  ...germanFactPatterns,
  ...germanGeminiPatterns,
  ...germanPackagePatterns,
  ...germanDetailPatterns,
  [/^its version of (\S+) is (.+)$/, (date = '', copy = '') => `ihre Fassung vom ${date} ist ${copy}`],
  [
    /^it says (.+), which is not known here$/,
    (variant = '') => `dort steht ${variant}, und das kennt diese Version nicht`,
  ],
  [/^(\d+)-hour$/, (hours) => `${hours} Stunden`],
  [/^(\d+)-day$/, (days) => `${days} Tage`],
  [/^(\d+)-minute$/, (minutes) => `${minutes} Minuten`],
  [/^(.+) \(([^()]+)\)$/, (name, scope) => `${name} (${scope})`],
  [/^(.+) beyond the plan$/, (name) => `${name} über den Plan hinaus`],
  [
    /^API key from (\S+): the way (.+) provides for other programs\.$/,
    (site, vendor) => `API-Schlüssel von ${site}: der Weg, den ${vendor} für andere Programme vorsieht.`,
  ],
  [
    /^API key from (\S+), by a file of yours: Gatehouse has not checked what it says\.$/,
    (site) =>
      `API-Schlüssel von ${site}, nach einer Datei von dir: Gatehouse hat nicht geprüft, was darin steht.`,
  ],
  [/^Always (.+) first$/, (provider) => `Immer zuerst ${provider}`],
  [
    /^The (.+) API key in use; the entries of other providers stay as they are\.$/,
    (vendor) =>
      `Der ${vendor}-API-Schlüssel in Gebrauch; die Einträge anderer Anbieter bleiben, wie sie sind.`,
  ],
  [
    /^Where a plain (.+) in a terminal finds the login in use; no keys\.$/,
    (command) => `Wo ein einfaches ${command} im Terminal die Anmeldung in Gebrauch findet; keine Schlüssel.`,
  ],
];
