// What a person reads before a program changes what protects the keys, or takes them along in a backup.
import type { Account } from './account.ts';
import { fullName } from './account-name.ts';
import { labelledLines } from './dialog-lines.ts';
import type { Language } from './language.ts';
import type { YesNoQuestion } from './yes-no-question.ts';

/** What can be done with what protects the keys; `anew` gives up the passphrase that there is. */
export type KeyStoreChange = 'system' | 'memory' | 'passphrase' | 'anew';

/** What has become of it, as the audit names it. */
export type KeyStoreDecision = 'system' | 'memory' | 'passphrase' | 'new passphrase' | 'passphrase given up';

type Words = Pick<YesNoQuestion, 'title' | 'detail'>;

const changes: Readonly<Record<Language, Readonly<Record<KeyStoreChange, Words>>>> = {
  en: {
    system: {
      title: 'Protect the keys by the key store of the system?',
      detail:
        'A program asks for it. Programs of yours can ask that key store for what it keeps. Say yes only if it was you.',
    },
    memory: {
      title: 'Keep the keys in memory alone?',
      detail:
        'A program asks for it. Keys that are new or renewed are forgotten when Gatehouse ends. Say yes only if it was you.',
    },
    passphrase: {
      title: 'Protect the keys by a passphrase?',
      detail:
        'A program asks for it and brings the passphrase. Whoever knows it can open the keys and say which programs get them. Say yes only if you have just entered it.',
    },
    anew: {
      title: 'Give up the passphrase of the keys?',
      detail:
        'A program asks for it, and may bring the next one. What only the present one opens stays closed until you sign in again, and whoever knows the next one can say which programs get keys. Say yes only if it was you.',
    },
  },
  de: {
    system: {
      title: 'Die Schlüssel durch den Schlüsselspeicher des Systems schützen?',
      detail:
        'Ein Programm bittet darum. Deine Programme können diesen Speicher nach seinem Inhalt fragen. Sag nur Ja, wenn du es warst.',
    },
    memory: {
      title: 'Die Schlüssel nur im Arbeitsspeicher behalten?',
      detail:
        'Ein Programm bittet darum. Neue und erneuerte Schlüssel sind vergessen, wenn Gatehouse endet. Sag nur Ja, wenn du es warst.',
    },
    passphrase: {
      title: 'Die Schlüssel durch eine Passphrase schützen?',
      detail:
        'Ein Programm bittet darum und bringt die Passphrase mit. Wer sie kennt, kann die Schlüssel öffnen und sagen, welche Programme sie bekommen. Sag nur Ja, wenn du sie gerade eingegeben hast.',
    },
    anew: {
      title: 'Die Passphrase der Schlüssel aufgeben?',
      detail:
        'Ein Programm bittet darum und bringt vielleicht die nächste mit. Was nur die jetzige öffnet, bleibt zu, bis du dich neu anmeldest, und wer die nächste kennt, kann sagen, welche Programme Schlüssel bekommen. Sag nur Ja, wenn du es warst.',
    },
  },
};

const changeIt: Readonly<Record<Language, string>> = { en: 'Change it', de: 'Ändern' };

/** Before a program has what protects the keys changed. */
export function keyStoreQuestion(change: KeyStoreChange, language: Language): YesNoQuestion {
  return { ...changes[language][change], confirm: changeIt[language] };
}

const backups: Readonly<Record<Language, YesNoQuestion>> = {
  en: {
    title: 'Put the keys of these accounts into a backup?',
    detail:
      'A program asks for it and brings the passphrase. Whoever knows that can use the accounts elsewhere. Say yes only if it was you.',
    confirm: 'Back up',
  },
  de: {
    title: 'Die Schlüssel dieser Konten in eine Sicherung legen?',
    detail:
      'Ein Programm bittet darum und bringt die Passphrase mit. Wer sie kennt, kann die Konten anderswo nutzen. Sag nur Ja, wenn du es warst.',
    confirm: 'Sichern',
  },
};

const accountWord: Readonly<Record<Language, string>> = { en: 'Account', de: 'Konto' };

/** A dialog must not be higher than the screen. */
const mostNames = 12;

/** Before a program gets the keys of these accounts under a passphrase of its own. */
export function backupQuestion(accounts: readonly Account[], language: Language): YesNoQuestion {
  const { title, detail, confirm } = backups[language];
  const names = accounts
    .slice(0, mostNames)
    .flatMap((account) => labelledLines(accountWord[language], fullName(account)));
  const rest = accounts.length > mostNames ? [`… + ${String(accounts.length - mostNames)}`] : [];
  return { title, detail: [...names, ...rest, '', detail].join('\n'), confirm };
}
