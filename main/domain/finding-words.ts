// What a person reads about a finding of Doctor: what it is, what to do, and the label of what can be done for them.
import type { FindingTexts, FindingWords } from './finding-texts.ts';
import { germanFindings } from './finding-words-german.ts';
import type { Finding, Repair } from './finding.ts';
import type { Language } from './language.ts';
import { phrase } from './phrases.ts';

const words: FindingTexts['words'] = {
  'environment-key': ({ program, where, detail }) => ({
    what: `${program} uses ${where}${detail} and not its login.`,
    next: `Take ${where} away where it is set, and open a new terminal.`,
  }),
  'environment-token': ({ program, where, detail }) => ({
    what: `${program} uses the token in ${where}${detail} and not its login.`,
    next: `Take ${where} away where it is set, and open a new terminal.`,
  }),
  'config-folder': ({ program, where, detail }) => ({
    what: `${where} sends ${program} to a folder ${detail}.`,
    next: `Take ${where} away, or start Gatehouse with the same value, so that both mean one folder.`,
  }),
  keyring: ({ program, where, detail }) => ({
    what: `${program} is told to keep its login elsewhere than in its file${detail}, so what is written there does not count.`,
    next: `Take cli_auth_credentials_store out of ${where}, or set it to "file".`,
  }),
  'stale-file': ({ program, where, detail }) => ({
    what: `${where} holds keys that ${program} cannot use any more${detail}.`,
    next: 'Have it written anew, or sign in with that program again.',
  }),
  'foreign-writer': ({ program, where, detail }) => ({
    what: `Another program has written ${where}, which ${program} reads${detail}.`,
    next:
      detail === ''
        ? 'Your sign-in still stands there: say so if it is meant to be like this.'
        : 'If it was you, use that account here too; else have it written anew for the account in use.',
  }),
  'dead-well-known': ({ program, where, detail }) => ({
    what: `${program} asks ${where} at every start and gets nothing from there${detail}.`,
    next: 'Take the entry out, or reach that network first: until then its commands may fail.',
  }),
  'unreached-well-known': ({ program, where, detail }) => ({
    what: `${program} asks ${where} at every start, which cannot be reached from here now${detail}.`,
    next: 'Reach that network first: until then its commands may fail.',
  }),
  'forked-chain': ({ program, where, detail }) => ({
    what: `${where} of ${program} holds a copy of the sign-in${detail}: whichever program renews it first signs the other out.`,
    next: `Take the copy out, and sign in with ${program} by itself where it needs a login of its own.`,
  }),
  'open-rights': ({ where, detail }) => ({
    what: `Other users of this computer can get at the keys in ${where}${detail}.`,
    next: 'Have it closed, or run chmod 600 on it.',
  }),
  link: ({ program, where, detail }) => ({
    what: `${where}, which ${program} reads, is a link${detail}: what is written goes to that place.`,
    next: 'Put a plain file in its place, unless you want it so.',
  }),
  'old-identity-runs': ({ program, where, detail }) => ({
    what: `${program} (${where}) was started before the last switch and keeps the account of before${detail}.`,
    next: 'End it and start it again when its work is done.',
  }),
  'two-owners': ({ program, where, detail }) => ({
    what: `The sign-in of ${program} in ${where} stands in a second file${detail}: whichever program renews it first signs the other out.`,
    next: 'Take it out of one of them, and sign in there by itself.',
  }),
  'key-in-rc-file': ({ where, detail }) => ({
    what: `${where} puts a key into every terminal${detail}.`,
    next: 'Comment the line out and keep the key here instead: gatehouse auth login',
  }),
  'key-in-env-file': ({ where, detail }) => ({
    what: `${where} holds a key${detail}, which programs that are started there may take for their login.`,
    next: 'Take it out by hand if it is not meant for them; it is never changed from here.',
  }),
  'different-proxies': ({ where, detail }) => ({
    what: `This terminal and Gatehouse reach the network by different ways${detail}.`,
    next: `Give both the same ${where}: quit Gatehouse and start it from this terminal, or change it there.`,
  }),
  'shell-start-bypassed': ({ program, where, detail }) =>
    detail === ''
      ? {
          what: `A plain call of ${program} finds ${where} first and does not follow the account in use.`,
          next: 'Open a new terminal; if it stays so, put the folder of Gatehouse first on the PATH.',
        }
      : {
          what: `${where} gives the name of ${program}${detail} to an alias or a function, which does not follow the account in use.`,
          next: 'Take it out there, or have it call the program by its plain name; then open a new terminal.',
        },
  'unapproved-program': ({ where, detail }) => ({
    what: `${where} is not run any more${detail}.`,
    next: 'Look at what has changed and approve it anew (gatehouse hooks add), or remove it.',
  }),
  'unapproved-package': ({ where, detail }) => ({
    what: `${where} describes a provider that you have not approved, so it is not used${detail}.`,
    next: 'Look at the file and approve it, or take it away.',
  }),
  'changed-package': ({ where, detail }) => ({
    what: `${where} describes a provider and is not as you approved it, so nothing is asked for its accounts${detail}.`,
    next: 'Look at what has changed and approve it anew, or put the file back as it was.',
  }),
  'broken-package': ({ where, detail }) => ({
    what: `${where} should describe a provider and does not${detail}.`,
    next: 'Correct it (gatehouse packages check names every place), or take it away.',
  }),
  'inert-flag': ({ where, detail }) => ({
    what: `What is kept for the feature flag ${where} counts for nothing${detail}.`,
    next: 'Look at gatehouse flags, and set or reset it there or in the settings.',
  }),
  'inert-flags': ({ where, detail }) => ({
    what: `${where} holds no choice of yours for feature flags that can be opened, so the careful variants count${detail}.`,
    next: 'Choose anew (gatehouse flags set, or the settings), which replaces the file, or take it away.',
  }),
  'newer-vault': ({ where, detail }) => ({
    what: `${where} was written by a newer Gatehouse, so nothing in it is changed here${detail}.`,
    next: 'Update Gatehouse, or quit it and put the copy of before in the place of the file.',
  }),
  'newer-file': ({ where, detail }) => ({
    what: `${where} was written by a newer Gatehouse, so it stays as it is${detail}.`,
    next: 'Update Gatehouse to use it again; until then there is nothing to do.',
  }),
  'broken-pins': ({ where, detail }) => ({
    what: `${where} does not say which keys hosts have to show, and a Gatehouse that starts with it asks no provider anything${detail}.`,
    next: 'Correct it or take it away, then quit Gatehouse and start it again.',
  }),
  'closed-packages': ({ where, detail }) => ({
    what: `The folder ${where} cannot be read, so nobody sees what the files in it say of providers${detail}.`,
    next: 'Make sure that it is yours, and run chmod 700 on it.',
  }),
  'forced-login-method': ({ program, where, detail }) => ({
    what: `${where} makes ${program} refuse the login that stands in its file${detail}.`,
    next: 'Take forced_login_method out of it, or use an account of that kind.',
  }),
  'safe-mode': ({ where, detail }) => ({
    what: `${where} crashed three times in a row soon after its start, so nothing is read, renewed, switched or run by itself${detail}.`,
    next: 'Look into the log, then start normally.',
  }),
};

const english: FindingTexts = {
  theProgram: 'The program',
  words,
  repairs: {
    'take-out': 'Take it out of the file',
    'comment-out': 'Comment the line out',
    close: 'Let only me read it',
    'write-anew': 'Write it anew',
    approve: 'Look at it and approve…',
    'accept-write': 'It is meant to be so',
    'start-normally': 'Start normally',
  },
};

const texts: Readonly<Record<Language, FindingTexts>> = { en: english, de: germanFindings };

/** @param program as a person calls it; null where it is about none */
export function findingWords(
  { kind, where, detail }: Finding,
  program: string | null,
  language: Language = 'en',
): FindingWords {
  const shown = detail === undefined ? '' : phrase(language, detail);
  return texts[language].words[kind]({
    program: program ?? texts[language].theProgram,
    where,
    detail: shown === '' || kind === 'config-folder' ? shown : ` (${shown})`,
  });
}

/** What a repair does, as the label of a button. */
export function repairLabel({ kind }: Repair, language: Language = 'en'): string {
  return texts[language].repairs[kind];
}
