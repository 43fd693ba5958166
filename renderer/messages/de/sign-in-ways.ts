// The texts of a sign-in for one workspace, and of a code that its last page shows, in German.
import type { PasteFault } from '../../../preload/view.ts';
import type { signInWaysMessages as english } from '../en/sign-in-ways.ts';
import type { Texts } from '../texts.ts';

const codeFaults: Readonly<Record<PasteFault, string>> = {
  'not-the-address':
    'Das ist nicht der Code, mit dem die Anmeldung endet. Kopiere alles, was ihre letzte Seite zeigt.',
  'other-sign-in':
    'Dieser Code gehört zu einer anderen Anmeldung. Öffne im Browser den Link von dieser und füge dann den Code ihrer letzten Seite ein.',
  incomplete:
    'Ein Teil des Codes fehlt. Kopiere ihn ganz, mit dem # in der Mitte, und füge ihn noch einmal ein.',
};

export const signInWaysMessages: Texts<typeof english> = {
  more: 'Mehr',
  moreFor: (method: string): string => `Mehr: ${method}`,
  workspaceField: 'ID des Arbeitsbereichs',
  workspaceHint: (example: string): string =>
    `Nur für diesen Arbeitsbereich: Eine Antwort für einen anderen wird abgelehnt und nichts gespeichert. Sie sieht aus wie ${example}`,
  workspaceMissing: 'Gib zuerst die ID des Arbeitsbereichs ein.',
  workspaceStart: 'In diesem Arbeitsbereich anmelden',
  workspaceWanted: (workspace: string): string => `Wähle dort den Arbeitsbereich ${workspace}.`,

  useCodePage: 'Stattdessen eine Seite mit Code nehmen',
  useCodePageHint:
    'Falls der Browser nicht zu Gatehouse zurückfindet: Die letzte Seite zeigt dann einen Code, den du hier einfügst.',
  portsTaken: (holders: string): string =>
    `Der Browser kann nicht von selbst zurückkommen: Der Port dafür ist belegt (${holders}).`,
  codeForm: 'Der Code der letzten Seite',
  codeField: 'Code der letzten Seite',
  codeHint:
    'Nach der Anmeldung zeigt die Seite einen Code mit einem # in der Mitte. Kopiere ihn ganz und füge ihn hier ein.',
  codeSend: 'Mit diesem Code weiter',
  codeMissing: 'Füge zuerst den Code ein.',
  codeFault: (fault: PasteFault): string => codeFaults[fault],
};
