// The texts of a company's own GitHub in German: those of GitHub Copilot, with its host in them.
import type { PhrasePattern } from './phrases-german-facts.ts';

export const germanGithubPatterns: readonly PhrasePattern[] = [
  [
    /^GitHub’s own device sign-in at (\S+), with an app that you register there, because Gatehouse passes for no other program\. Plan and quota come from an address of GitHub’s own programs, which GitHub does not document\.$/,
    (host) =>
      `Die Geräte-Anmeldung von GitHub bei ${host}, mit einer App, die du dort registrierst, denn Gatehouse gibt sich für kein ` +
      'anderes Programm aus. Plan und Kontingent kommen von einer Adresse der Programme von GitHub, die GitHub nicht beschreibt.',
  ],
  [
    /^I confirm that I or my company registered the app with this client id at (\S+), with device flow switched on\. Gatehouse keeps the token of the sign-in encrypted on this computer, asks \S+ for name, plan and quota with it, and gives it only to programs that I allow\. The access ends on \S+, under Settings, Applications\.$/,
    (host) =>
      `Ich bestätige, dass ich oder meine Firma die App mit dieser Client-ID bei ${host} registriert und dort „Device Flow“ ` +
      'eingeschaltet habe. Gatehouse verwahrt das Token der Anmeldung verschlüsselt auf diesem Computer, fragt damit bei ' +
      `${host} nach Name, Plan und Kontingent und gibt es nur an Programme, die ich erlaube. Beendet wird der Zugriff bei ` +
      `${host} unter Settings, Applications.`,
  ],
  [
    /^A fine-grained token from (\S+) with the permission “Copilot Requests”, as GitHub documents it for Copilot CLI\. Plan and quota come from an address of GitHub’s own programs, which GitHub does not document\.$/,
    (host) =>
      `Ein fein abgestuftes Token („fine-grained“) von ${host} mit dem Recht „Copilot Requests“, wie GitHub es für Copilot CLI ` +
      'beschreibt. Plan und Kontingent kommen von einer Adresse der Programme von GitHub, die GitHub nicht beschreibt.',
  ],
  [/^it names another page than (\S+)$/, (page) => `sie nennt eine andere Seite als ${page}`],
  [
    /^it was signed in at another host than (\S+)$/,
    (host) => `es wurde bei einem anderen Host als ${host} angemeldet`,
  ],
];
