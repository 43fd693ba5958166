// The file by which a Linux desktop starts the app when the person logs in, as the Desktop Entry Specification has it. Pure.

/** What tells our file from one of the person's. A key, for desktops that write such a file anew drop its comments. */
const mark = 'X-Gatehouse-Autostart=true';

const escapes: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** Twice: as a word of a command, and then as the value of a key. */
function execWord(word: string): string {
  const literal = word.replaceAll('%', '%%').replaceAll(/["`$\\]/g, String.raw`\$&`);
  return `"${literal}"`.replaceAll(/[\\\n\r\t]/g, (found) => escapes[found] ?? found);
}

/** @param command the program, absolute, and its words */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Gatehouse',
    'Comment=Sign-ins to AI coding providers, from the tray',
    'Comment[de]=Anmeldungen bei KI-Anbietern, im Infobereich',
    `Exec=${command.map(execWord).join(' ')}`,
    'Icon=gatehouse-app',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    mark,
    '',
  ].join('\n');
}

const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim());

/** Whether an entry is one of ours, whoever has changed it since. */
export function isOurEntry(text: string): boolean {
  return linesOf(text).includes(mark);
}

/** Whether the desktop follows it: its settings can switch an entry off and leave it there. */
export function isEntryOn(text: string): boolean {
  return !linesOf(text).some((line) =>
    /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)$/.test(line),
  );
}
