// The phrase book in German for Google Gemini and its CLI: how to sign in, what cannot be seen, and why it uses an identity.
import type { PhrasePattern } from './phrases-german-facts.ts';

export const germanGemini: Readonly<Record<string, string>> = {
  'API key from Google AI Studio: the way Google provides for other programs.':
    'API-Schlüssel aus Google AI Studio: der Weg, den Google für andere Programme vorsieht.',
  'AQ.… or AIza…': 'AQ.… oder AIza…',
  'Google has no way for other programs to ask for the quota of a Code Assist login. Asking with Gemini CLI’s token, at an address that Google does not document, is use of it by another program: common, but not confirmed by Google. Gatehouse reads the token for that one question, at most 12 times an hour, and never keeps or renews it.':
    'Google sieht keinen Weg vor, auf dem andere Programme nach dem Kontingent einer Anmeldung bei Code Assist fragen. Mit dem ' +
    'Token von Gemini CLI zu fragen, an einer Adresse, die Google nicht beschreibt, heißt, dass ein anderes Programm es ' +
    'nutzt: verbreitet, aber von Google nicht bestätigt. Gatehouse liest das Token nur für diese eine Frage, höchstens ' +
    '12-mal in der Stunde, und behält oder erneuert es nie.',
  'Google no longer serves plans of single persons in Gemini CLI; an API key works':
    'Google bedient Pläne einzelner Personen nicht mehr in Gemini CLI; ein API-Schlüssel funktioniert',
  'no known tier': 'keine bekannte Stufe',
  'no known bucket': 'kein bekanntes Kontingent',
  'only you can sign it in, in its own terminal':
    'nur du kannst es anmelden, in einem Terminal mit dem Programm selbst',
  'only you can sign it out, in its own terminal':
    'nur du kannst es abmelden, in einem Terminal mit dem Programm selbst',
  'Gemini CLI is told by GEMINI_FORCE_ENCRYPTED_FILE_STORAGE to keep its login encrypted, where it cannot be seen from here.':
    'Gemini CLI bewahrt seine Anmeldung wegen GEMINI_FORCE_ENCRYPTED_FILE_STORAGE verschlüsselt auf, wo sie von hier nicht zu ' +
    'sehen ist.',
  'Gemini CLI keeps its API key in the keyring, where it cannot be seen from here.':
    'Gemini CLI bewahrt seinen API-Schlüssel im Schlüsselbund auf, wo er von hier nicht zu sehen ist.',
  'Its settings choose nothing, so the key in its .env file does.':
    'Die Einstellungen wählen nichts; es zählt der Schlüssel in der Datei .env.',
  'Its settings choose nothing, so it asks at its next start.':
    'Die Einstellungen wählen nichts; beim nächsten Start wird gefragt.',
  'Its login is kept encrypted.': 'Die Anmeldung liegt verschlüsselt.',
  'Its API key is in the keyring, where it cannot be seen from here.':
    'Der API-Schlüssel liegt im Schlüsselbund, wo er von hier nicht zu sehen ist.',
  'A project at Google Cloud is asked.': 'Gefragt wird ein Projekt bei Google Cloud.',
  'The login of this computer at Google Cloud is used.':
    'Genutzt wird die Anmeldung dieses Computers bei Google Cloud.',
};

export const germanGeminiPatterns: readonly PhrasePattern[] = [
  [
    /^Its settings choose nothing, so (\w+) does\.$/,
    (name) => `Die Einstellungen wählen nichts; es zählt ${name}.`,
  ],
  [/^Its settings choose ([\w-]+)\.$/, (way) => `Die Einstellungen wählen ${way}.`],
  [/^(\w+) goes before its own login\.$/, (name) => `${name} geht der eigenen Anmeldung vor.`],
  [/^(\w+) is an API key\.$/, (name) => `${name} ist ein API-Schlüssel.`],
  [/^(\w+) is the key for Vertex AI\.$/, (name) => `${name} ist der Schlüssel für Vertex AI.`],
];
