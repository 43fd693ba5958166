// Die Texte zu Anmeldungen, die der Server einer Firma für OpenCode anbietet.
import type { companyLoginMessages as english } from '../en/company-logins.ts';
import type { Texts } from '../texts.ts';

export const companyLoginMessages: Texts<typeof english> = {
  companyLogins: 'Firmen-Anmeldungen von OpenCode',
  companyLoginsEffect:
    'Der Server einer Firma nennt einen Befehl, dessen Ausgabe der Schlüssel von OpenCode wird. Du siehst den Befehl, bevor er läuft, außer wenn du genau diesen schon einmal erlaubt hast. Danach bestimmt der Server bei jedem Start bei den Einstellungen von OpenCode mit.',
  companyVariable: (variable) => `Der Schlüssel steht in ${variable}.`,
  companyAddress: 'Adresse',
  companyAddressHint: 'https://ki.example.com',
  companyLogIn: 'Anmelden…',
  companyLoginNamed: 'OpenCode am Server einer Firma anmelden',
  companyLoggingIn: 'Wartet auf den Server, deine Antwort im Dialog und den Befehl…',
  companyLoggedIn: (host) => `OpenCode ist bei ${host} angemeldet.`,
  companyLogOut: 'Abmelden',
  companyLogOutNamed: (url) => `OpenCode bei ${url} abmelden`,
};
