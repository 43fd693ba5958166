// Doctor over files, accounts and a machine in memory, with everything as it should be until a test says otherwise.
import type { SignedInAccount } from '../../main/domain/account.ts';
import type { Dialect } from '../../main/domain/doctor-start-up.ts';
import type { ConsumerFinding } from '../../main/domain/finding.ts';
import type { TerminalFacts } from '../../main/domain/doctor-terminal.ts';
import { keyFactsOf } from '../../main/domain/key-facts.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import type { Settings } from '../../main/domain/settings.ts';
import { consumers, managedFiles } from '../../main/consumers/list.ts';
import type { Places } from '../../main/consumers/description.ts';
import { providers as builtIn } from '../../main/providers/list.ts';
import { createDoctor, type Doctor } from '../../main/flows/doctor.ts';
import type { DoctorParts, RepairRecord } from '../../main/flows/doctor-parts.ts';
import type { Service } from '../../main/domain/same-service.ts';
import { sharedFacts } from '../../main/flows/shared-facts.ts';
import { claudeId, openaiId } from './accounts.ts';
import { chatgpt, filesAtWork, type FilesAtWork } from './flows.ts';

const home = '/home/ada';
export const scriptFolder = '/data/shell/bin';

/** Start-up files by their path, in the language that each is read in. */
const dialects: readonly (readonly [RegExp, Dialect])[] = [
  [/\.fish$/, 'fish'],
  [/\.conf$/, 'environment'],
  [/\/\.(?:bashrc|zshrc|profile)$/, 'sh'],
];

/** A terminal in the home folder with nothing set. */
export function terminalWith(changes: Partial<TerminalFacts> = {}): TerminalFacts {
  return { environment: {}, set: [], folder: home, path: '/usr/bin', ...changes };
}

export interface DoctorAtWork extends FilesAtWork {
  readonly doctor: Doctor;
  /** By path; 0600 and no link unless it is said otherwise. */
  readonly standing: Map<string, { readonly mode: number; readonly linksTo?: string }>;
  readonly folders: Set<string>;
  /** By path of a file or a folder, where it leads. */
  readonly links: Map<string, string>;
  /** Addresses that give nothing. */
  readonly dead: Set<string>;
  /** Addresses that cannot be reached now. */
  readonly unreached: Set<string>;
  /** By command, what a terminal finds first. */
  readonly onPath: Map<string, string>;
  readonly asked: readonly string[];
  /** What there is to say of files of our own. */
  readonly ownFindings: ConsumerFinding[];
  readonly records: () => readonly RepairRecord[];
  /** The ids of what is found now. */
  readonly found: (terminal?: TerminalFacts) => Promise<readonly string[]>;
}

export function doctorAtWork({
  entries = [chatgpt],
  present = {},
  settings = {},
  houses = [],
  environment = {},
  newestWriter = 'another program',
}: {
  readonly entries?: readonly SignedInAccount[];
  readonly present?: Readonly<Record<string, JsonObject | string>>;
  readonly settings?: Partial<Settings>;
  /** Other houses of what is built in. */
  readonly houses?: readonly Service[];
  /** Of the app itself. */
  readonly environment?: Places['environment'];
  /** Who has written every shared file last, as its history says. */
  readonly newestWriter?: string;
} = {}): DoctorAtWork {
  const work = filesAtWork({ entries, present, settings });
  const { store, disk, book, shared, time, log } = work;
  for (const entry of entries)
    store.dispatch({
      type: 'account.keys',
      account: entry.account.id,
      keys: keyFactsOf(entry, undefined, undefined),
    });
  const places: Places = { home, data: '/data', environment };
  const standing: DoctorAtWork['standing'] = new Map();
  const folders = new Set([`${home}/.codex`, `${home}/.claude`]);
  const links = new Map<string, string>();
  const dead = new Set<string>();
  const unreached = new Set<string>();
  const onPath = new Map<string, string>();
  const asked: string[] = [];
  const ownFindings: ConsumerFinding[] = [];
  let records: readonly RepairRecord[] = [];
  const named = [
    { id: claudeId, label: 'Claude' },
    { id: openaiId, label: 'OpenAI' },
  ];
  const parts: DoctorParts = {
    consumers,
    providers: [...builtIn, ...houses],
    managed: managedFiles(places),
    places,
    platform: 'linux',
    scriptFolder,
    files: disk,
    writer: disk,
    history: {
      versions: async () => [{ at: time.nowMs(), by: newestWriter, text: '{}' }],
    },
    sharedFiles: shared,
    previewFile: async (file) => ({ path: file, before: null, after: '{}', reason: null }),
    book,
    state: () => store.state(),
    facts: () => sharedFacts(store.state(), named, time.nowMs()),
    machine: {
      hasFolder: async (path) => folders.has(path),
      realPath: async (path) => {
        const [link, target] =
          [...links].find(([each]) => path === each || path.startsWith(`${each}/`)) ?? [];
        return link === undefined || target === undefined ? path : `${target}${path.slice(link.length)}`;
      },
      standing: async (path) => (disk.texts.has(path) ? (standing.get(path) ?? { mode: 0o600 }) : undefined),
      firstOnPath: async (_path, program) => onPath.get(program),
      async reach(url) {
        asked.push(url);
        return dead.has(url) ? 'dead' : unreached.has(url) ? 'unreached' : 'there';
      },
    },
    startUp: {
      startUpFiles: async () =>
        [...disk.texts].flatMap(([path, text]) => {
          const dialect = dialects.find(([pattern]) => pattern.test(path))?.[1];
          return dialect === undefined ? [] : [{ path, dialect, text }];
        }),
      envFiles: async (folder) => {
        const path = `${folder}/.env`;
        const text = disk.texts.get(path);
        return text === undefined ? [] : [{ path, text }];
      },
    },
    repairs: {
      load: async () => records,
      change: async (edit) => {
        records = edit(records);
      },
    },
    ownFiles: { look: async () => ownFindings },
    redacted: (text) => text.replaceAll(/canary_\w+/g, '[secret]'),
    approvePackage: async (file, signal) => {
      asked.push(`approve ${file}`);
      signal?.throwIfAborted();
    },
    startNormally: async () => {
      asked.push('start normally');
      store.dispatch({ type: 'safe-mode.changed', on: false });
    },
    lookAgain: async () => undefined,
    clock: time,
    log,
  };
  const doctor = createDoctor(parts);
  return {
    ...work,
    doctor,
    standing,
    folders,
    links,
    dead,
    unreached,
    onPath,
    asked,
    ownFindings,
    records: () => records,
    found: async (terminal) => (await doctor.look(terminal)).findings.map(({ id }) => id),
  };
}
