// The question before a command that a company's server supplies is run: everything it would do, in full.
import type { CompanyCommand } from './company-login.ts';
import { labelledLines } from './dialog-lines.ts';
import { canBeRuled } from './judged-program.ts';
import type { Language } from './language.ts';
import type { YesNoQuestion } from './yes-no-question.ts';

interface Words {
  readonly title: (host: string, program: string) => string;
  readonly server: string;
  readonly program: string;
  readonly leadsTo: string;
  readonly argument: (number: number) => string;
  readonly noArguments: string;
  readonly variable: string;
  readonly interpreter: string;
  readonly effects: (program: string) => readonly string[];
  readonly allow: string;
}

const english: Words = {
  title: (host, program) => `Run a command from ${host} to sign ${program} in?`,
  server: 'Server',
  program: 'Program',
  leadsTo: 'Leads to',
  argument: (number) => `Argument ${number}`,
  noArguments: 'No arguments',
  variable: 'Sets the variable',
  interpreter: 'This program runs whatever the arguments say. Read them as you would read a script.',
  effects: (program) => [
    `The server chose this command. It runs with your rights; its output becomes ${program}’s key.`,
    `From then on the server can change ${program}’s settings at each start, and so what ${program} runs.`,
    'Allow it only if you trust the server and have just asked for this yourself.',
  ],
  allow: 'Run it',
};

const german: Words = {
  title: (host, program) => `Einen Befehl von ${host} ausführen, um ${program} anzumelden?`,
  server: 'Server',
  program: 'Programm',
  leadsTo: 'Führt zu',
  argument: (number) => `Argument ${number}`,
  noArguments: 'Keine Argumente',
  variable: 'Setzt die Variable',
  interpreter: 'Dieses Programm führt aus, was die Argumente sagen. Lies sie wie ein Skript.',
  effects: (program) => [
    `Der Server hat den Befehl gewählt. Er läuft mit deinen Rechten; seine Ausgabe wird ${program}s Schlüssel.`,
    `Danach kann der Server bei jedem Start die Einstellungen von ${program} ändern und damit, was ${program} ausführt.`,
    'Erlaube es nur, wenn du dem Server vertraust und gerade selbst danach gefragt hast.',
  ],
  allow: 'Ausführen',
};

const words: Readonly<Record<Language, Words>> = { en: english, de: german };

/** @param program whose login it is, as a person calls it */
export function companyLoginQuestion(
  { host, url, command: [, ...given], variable, program: { path, leadsTo } }: CompanyCommand,
  program: string,
  language: Language,
): YesNoQuestion {
  const said = words[language];
  return {
    title: said.title(host, program),
    detail: [
      ...labelledLines(said.server, url),
      ...labelledLines(said.program, path),
      ...(leadsTo === path ? [] : labelledLines(said.leadsTo, leadsTo)),
      ...(given.length === 0 ? [said.noArguments] : []),
      ...given.flatMap((word, index) => labelledLines(said.argument(index + 1), word)),
      ...labelledLines(said.variable, variable),
      '',
      ...([path, leadsTo].every(canBeRuled) ? [] : [said.interpreter]),
      ...said.effects(program),
    ].join('\n'),
    confirm: said.allow,
  };
}
