// Puts our script into a program's status line, beside what the person has there, and takes it out again.
import type { ConsumerDescription, Places, StatusLineHost } from '../consumers/description.ts';
import { Failure } from '../domain/failure.ts';
import { createTurns } from '../domain/in-turn.ts';
import type { ConsumerId } from '../domain/ids.ts';
import { canonicalJson, type JsonChanges, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { SharedFileWriter, TextFiles, WriteTarget } from '../ports.ts';
import { objectInBytes } from './json-in-file.ts';
import type { FilePreview } from './preview-file.ts';

/** The script on this machine. */
export interface StatusLineScript {
  /** The command for the settings, in which the person's own stands whole. */
  command(own: string | undefined): string;
  /**
   * The person's own command in ours; undefined altogether for a command that is not ours. Not `isHere`: it runs a script
   * that lies elsewhere, made before the home was moved or on another computer.
   */
  ownIn(command: string): { readonly own: string | undefined; readonly isHere: boolean } | undefined;
  /** @throws Failure `storage/write-failed` */
  write(): Promise<void>;
  remove(): Promise<void>;
}

/** What stood there before ours, and what we made of it. */
interface StatusLineNote {
  readonly before?: JsonValue | undefined;
  readonly after: JsonValue;
}

export interface StatusLineParts {
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'label' | 'statusLine'>[];
  readonly places: Places;
  readonly files: TextFiles;
  readonly writer: Pick<SharedFileWriter, 'editJson'>;
  readonly notes: {
    find(consumer: string): Promise<StatusLineNote | undefined>;
    save(consumer: string, note: StatusLineNote | undefined): Promise<void>;
  };
  /** Undefined where this system cannot run it. */
  readonly scriptFor: (consumer: ConsumerId) => StatusLineScript | undefined;
}

export interface StatusLineState {
  readonly consumer: ConsumerId;
  readonly label: string;
  /** The settings file that it stands in. */
  readonly path: string;
  /** `replaced`: it was ours until somebody put another there. */
  readonly kind: 'off' | 'on' | 'replaced';
  /** The person's own command. */
  readonly own: string | null;
}

export interface StatusLine {
  /** One for each program that can have it. Settings that cannot be read count as without. */
  state(): Promise<readonly StatusLineState[]>;
  /**
   * Twice is once. @throws Failure of the `storage/` family, with nothing written: the settings cannot be understood, there
   * are none, or their status line is not a command
   */
  install(consumer: string): Promise<void>;
  /**
   * Puts back what stood there before, also where ours was made in another home; somebody else's line is left alone.
   * @throws Failure `storage/…`
   */
  uninstall(consumer: string): Promise<void>;
  /** The setting as it is and as it would be, and nothing else of the file. @throws Failure `storage/…` */
  preview(consumer: string): Promise<FilePreview>;
  /** At a start: the script of this version, for whoever has it installed. */
  refresh(): Promise<void>;
}

interface Line {
  readonly consumer: ConsumerId;
  readonly label: string;
  readonly host: StatusLineHost;
  readonly script: StatusLineScript;
  readonly target: WriteTarget;
}

interface Installation {
  readonly setting: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue;
}

/**
 * Undefined: ours is there already.
 * @throws Failure `storage/unreadable` where the status line is nothing that can be shown beside ours
 */
function installation(
  { host, script, target }: Line,
  present: JsonObject | undefined,
): Installation | undefined {
  const line = present === undefined ? 'none' : host.lineIn(present);
  if (line === 'other')
    throw new Failure('storage/unreadable', {
      subject: target.path,
      detail: 'its status line is not a command',
    });
  const command = line === 'none' ? undefined : line.command;
  const ours = command === undefined ? undefined : script.ownIn(command);
  if (ours?.isHere === true) return undefined;
  // One of ours that runs a script elsewhere is replaced, not shown beside this one.
  const own = ours === undefined ? command : ours.own;
  const [change] = Object.entries(host.withLine(present, script.command(own)));
  if (change?.[1] === undefined) return undefined;
  return { setting: change[0], before: present?.[change[0]], after: change[1] };
}

/** What takes ours out, wherever its script lies; undefined where it does not stand. */
function removal(
  { host, script }: Line,
  present: JsonObject | undefined,
  note: StatusLineNote | undefined,
): JsonChanges | undefined {
  const found = present === undefined ? 'none' : host.lineIn(present);
  const ours = typeof found === 'string' ? undefined : script.ownIn(found.command);
  if (present === undefined || ours === undefined) return undefined;
  const { own } = ours;
  // The person may have changed more of it since, for example its padding.
  const [setting] = Object.keys(host.withLine(present, ''));
  const isAsMade =
    note !== undefined &&
    setting !== undefined &&
    canonicalJson(present[setting]) === canonicalJson(note.after);
  if (isAsMade) return host.withoutLine(present, note.before);
  return own === undefined ? host.withoutLine(present, undefined) : host.withLine(present, own);
}

function shown(setting: string, value: JsonValue | undefined): string | null {
  return value === undefined ? null : JSON.stringify({ [setting]: value }, null, 2);
}

export function createStatusLine(parts: StatusLineParts): StatusLine {
  const { consumers, places, files, writer, notes, scriptFor } = parts;
  /** On and off again, each with its script and its note. */
  const inTurn = createTurns();
  const lines = consumers.flatMap(({ id, label, statusLine: host }): readonly Line[] => {
    const script = host === undefined ? undefined : scriptFor(id);
    if (host === undefined || script === undefined) return [];
    const target: WriteTarget = { path: host.settings(places), needsFolder: true };
    return [{ consumer: id, label, host, script, target }];
  });

  function lineOf(consumer: string): Line {
    const line = lines.find((each) => each.consumer === consumer);
    if (line === undefined)
      throw new Failure('broker/bad-request', { detail: `${consumer} has no status line` });
    return line;
  }

  async function settingsOf({ target }: Line): Promise<JsonObject | undefined> {
    const text = await files.read(target.path).catch(() => undefined);
    return text === undefined ? undefined : objectInBytes(new TextEncoder().encode(text));
  }

  async function stateOf(line: Line): Promise<StatusLineState> {
    const { consumer, label, host, script, target } = line;
    const present = await settingsOf(line);
    const found = present === undefined ? 'none' : host.lineIn(present);
    const command = typeof found === 'string' ? undefined : found.command;
    const ours = command === undefined ? undefined : script.ownIn(command);
    const base = { consumer, label, path: target.path };
    if (ours?.isHere === true) return { ...base, kind: 'on', own: ours.own ?? null };
    const wasOurs = (await notes.find(consumer)) !== undefined;
    return { ...base, kind: wasOurs ? 'replaced' : 'off', own: command ?? null };
  }

  async function install(consumer: string): Promise<void> {
    const line = lineOf(consumer);
    const seen = { folder: false };
    await writer.editJson(line.target, async (present) => {
      seen.folder = true;
      const wanted = installation(line, present);
      await line.script.write();
      if (wanted === undefined) return undefined;
      const { setting, after } = wanted;
      const withoutOurs = removal(line, present, await notes.find(consumer));
      const before = withoutOurs === undefined ? wanted.before : withoutOurs[setting];
      // Before it is in the settings: whatever happens then, what stood there is known.
      await notes.save(consumer, { ...(before !== undefined && { before }), after });
      return { [setting]: after };
    });
    if (!seen.folder)
      throw new Failure('storage/write-failed', {
        subject: line.target.path,
        detail: `there is no such folder, so ${line.label} was never used here`,
      });
  }

  async function uninstall(consumer: string): Promise<void> {
    const line = lineOf(consumer);
    const note = await notes.find(consumer);
    await writer.editJson(line.target, (present) => removal(line, present, note));
    await notes.save(consumer, undefined);
    await line.script.remove();
  }

  return {
    state: () => Promise.all(lines.map(stateOf)),

    install: (consumer) => inTurn(() => install(consumer)),
    uninstall: (consumer) => inTurn(() => uninstall(consumer)),

    async preview(consumer) {
      const line = lineOf(consumer);
      const { path } = line.target;
      const present = await settingsOf(line);
      if (present === undefined && (await files.read(path)) !== undefined)
        throw new Failure('storage/unreadable', { subject: path, detail: 'no JSON object' });
      const wanted = installation(line, present);
      if (wanted === undefined)
        return {
          path,
          before: null,
          after: null,
          reason: 'It is there already, so nothing would be written.',
        };
      const { setting, before, after } = wanted;
      return { path, before: shown(setting, before), after: shown(setting, after), reason: null };
    },

    async refresh() {
      for (const line of lines) {
        const { kind } = await stateOf(line);
        if (kind === 'on') await line.script.write();
      }
    },
  };
}
