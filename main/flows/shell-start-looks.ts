// What Doctor sees of plain calls: whether one gets to our script in this terminal, what is in its way, and whose login it gets.
import type { SharedFacts } from '../consumers/description.ts';
import type { TerminalFacts } from '../domain/doctor-terminal.ts';
import type { ConsumerFinding } from '../domain/finding.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { takenOnLine } from '../domain/shell-bypass.ts';
import type { Dialect } from '../domain/shell-lines.ts';
import type { DoctorParts } from './doctor-parts.ts';

type Consumer = DoctorParts['consumers'][number];

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '');
const nameOf = (path: string): string => path.slice(folderOf(path).length + 1);

/** Which shell reads such a file. */
function shellOf({ path, dialect }: { readonly path: string; readonly dialect: Dialect }): string {
  if (dialect === 'fish') return 'fish';
  return nameOf(path).startsWith('.z') ? 'zsh' : 'bash';
}

export interface ShellStartLook {
  /** Whether a plain call goes through our script. */
  readonly hasShellStart: boolean;
  /** What keeps it from that. */
  readonly bypassed: readonly ConsumerFinding[];
}

/** Another program before our script, in a terminal whose shell is set up. */
async function firstBefore(
  command: string,
  { path }: TerminalFacts,
  shells: ReadonlySet<string>,
  { machine, scriptFolder, places, platform }: DoctorParts,
): Promise<ShellStartLook> {
  const first = await machine.firstOnPath(path, command);
  if (first === undefined || folderOf(first) === scriptFolder)
    return { hasShellStart: first !== undefined, bypassed: [] };
  // A shell that nobody has set up does what it always did; one that is older than that needs a new terminal.
  const isMeant =
    path.split(platform === 'win32' ? ';' : ':').includes(scriptFolder) ||
    shells.has(nameOf(places.environment['SHELL'] ?? ''));
  return { hasShellStart: false, bypassed: isMeant ? [{ kind: 'shell-start-bypassed', where: first }] : [] };
}

/** Where every login lies in the usual place, our script has nothing to say, and nothing can be in its way. */
export async function lookAtShellStart(
  { id, shellStart }: Consumer,
  terminal: TerminalFacts | undefined,
  parts: DoctorParts,
): Promise<ShellStartLook> {
  const setUp = parts
    .state()
    .shells.filter(({ kind, commands }) => kind === 'on' && commands.includes(shellStart?.command ?? ''));
  const hasLogins = [...parts.facts().logins.values()].some(
    ({ owner, place }) => owner === id && place === 'private',
  );
  if (shellStart === undefined || setUp.length === 0 || !hasLogins)
    return { hasShellStart: false, bypassed: [] };
  const shells = new Set(setUp.map(({ shell }) => shell));
  const taken = (await parts.startUp.startUpFiles()).flatMap((file): readonly ConsumerFinding[] => {
    const line = shells.has(shellOf(file)) ? takenOnLine(file.text, file.dialect, shellStart) : undefined;
    return line === undefined
      ? []
      : [{ kind: 'shell-start-bypassed', where: file.path, line, detail: shellStart.command }];
  });
  if (taken.length > 0) return { hasShellStart: false, bypassed: taken };
  return terminal === undefined
    ? { hasShellStart: true, bypassed: [] }
    : firstBefore(shellStart.command, terminal, shells, parts);
}

/** The working folder as the terminal spells it and without links on the way, as our script looks at it. */
export async function spellings(
  terminal: TerminalFacts | undefined,
  { machine }: Pick<DoctorParts, 'machine'>,
): Promise<readonly string[]> {
  return terminal === undefined ? [] : [terminal.folder, await machine.realPath(terminal.folder)];
}

/** @param folders spellings of the working folder; the account in use counts where there is no rule for it */
export function accountFor(
  provider: ProviderId,
  folders: readonly string[],
  { folderRules, providers }: SharedFacts,
): AccountId | undefined {
  const rule = folderRules.find(
    ({ folder, account }) =>
      account.startsWith(`${provider}:`) && folders.some((each) => `${each}/`.startsWith(`${folder}/`)),
  );
  return rule?.account ?? providers.find(({ id }) => id === provider)?.account?.id;
}
