// Files in memory that other programs read and write too: the writer, the reader and the watch of the same files.
import { Failure, toFailure } from '../../main/domain/failure.ts';
import type { JsonChanges, JsonObject } from '../../main/domain/json.ts';
import type {
  FileWatch,
  JsonEdit,
  PlannedWrite,
  SharedFileWriter,
  TextEdit,
  TextFiles,
  WriteOutcome,
  WriteTarget,
} from '../../main/ports.ts';

function asObject(path: string, text: string): JsonObject {
  try {
    // A test that puts anything but an object there would be told by the flow it tests.
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, cause });
  }
}

function changed(present: JsonObject | undefined, changes: JsonChanges): JsonObject {
  return JSON.parse(JSON.stringify({ ...present, ...changes })) as JsonObject;
}

/** The texts; undefined: no file. */
interface Change {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

export class MemoryFiles implements SharedFileWriter, TextFiles, FileWatch {
  readonly texts = new Map<string, string>();
  /** What we did, in order; what was left as it is does not count. */
  readonly touched: string[] = [];
  /** Paths that cannot be written at present, with the error each gives. */
  readonly broken = new Map<string, Error>();
  /** Paths that cannot be read at present. */
  readonly unreadable = new Map<string, Error>();
  /** What we wrote there last. */
  readonly #ours = new Map<string, string | undefined>();
  /** What stood there before our first touch. */
  readonly #originals = new Map<string, string | undefined>();
  readonly #watchers = new Map<string, Set<() => void>>();

  /** @param files by path: JSON values, or the text itself */
  constructor(files: Readonly<Record<string, JsonObject | string>> = {}) {
    for (const [path, content] of Object.entries(files)) this.#set(path, content);
  }

  /** What stands in a file, parsed; undefined without a file. */
  json(path: string): JsonObject | undefined {
    const text = this.texts.get(path);
    return text === undefined ? undefined : asObject(path, text);
  }

  get watched(): readonly string[] {
    return [...this.#watchers].filter(([, watchers]) => watchers.size > 0).map(([path]) => path);
  }

  /** Another program writes the file, or takes it away; whoever watches is told. */
  place(path: string, content: JsonObject | string | undefined): void {
    if (content === undefined) this.texts.delete(path);
    else this.#set(path, content);
    for (const watcher of [...(this.#watchers.get(path) ?? [])]) watcher();
  }

  async read(path: string): Promise<string | undefined> {
    const error = this.unreadable.get(path);
    if (error !== undefined) throw error;
    return this.texts.get(path);
  }

  async editJson(target: WriteTarget, edit: JsonEdit): Promise<WriteOutcome> {
    return this.#edit(target, () => this.#jsonAfter(target.path, edit));
  }

  async editText(target: WriteTarget, edit: TextEdit): Promise<WriteOutcome> {
    return this.#edit(target, () => this.#textAfter(target, edit));
  }

  async planJson({ path }: WriteTarget, edit: JsonEdit, from?: Uint8Array): Promise<PlannedWrite> {
    return this.#planned(path, await this.#jsonAfter(path, edit, textOf(from)));
  }

  async planText(target: WriteTarget, edit: TextEdit): Promise<PlannedWrite> {
    return this.#planned(target.path, await this.#textAfter(target, edit));
  }

  async put({ path }: WriteTarget, { before, after }: PlannedWrite): Promise<WriteOutcome> {
    const present = await this.read(path);
    if (present === textOf(after)) return 'unchanged';
    if (present !== textOf(before)) throw new Failure('storage/conflict', { subject: path });
    return this.#write(path, textOf(after));
  }

  async original(path: string): Promise<{ at: number; bytes: Uint8Array | undefined } | undefined> {
    return this.#originals.has(path) ? { at: 0, bytes: bytesOf(this.#originals.get(path)) } : undefined;
  }

  async restoreOriginal(): Promise<WriteOutcome> {
    return 'unchanged';
  }

  watch(path: string, watcher: () => void): () => void {
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
    };
  }

  async #edit(target: WriteTarget, plan: () => Promise<Change>): Promise<WriteOutcome> {
    const { before, after } = await plan();
    if (before === after) return 'unchanged';
    if (this.texts.get(target.path) !== before) return this.#edit(target, plan);
    return this.#write(target.path, after);
  }

  async #jsonAfter(path: string, edit: JsonEdit, from?: string): Promise<Change> {
    const before = await this.read(path);
    const base = from ?? before;
    const present = base === undefined ? undefined : asObject(path, base);
    const changes = await edit(present, async () => before !== undefined && this.#ours.get(path) === before);
    const after = changes === undefined ? undefined : changed(present, changes);
    if (after === undefined || JSON.stringify(after) === JSON.stringify(present ?? {}))
      return { before, after: base };
    return { before, after: Object.keys(after).length === 0 ? undefined : JSON.stringify(after) };
  }

  /** There is a folder where there is something in it. */
  #isMissed({ path, needsFolder }: WriteTarget): boolean {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return needsFolder === true && ![...this.texts.keys()].some((each) => each.startsWith(folder));
  }

  async #textAfter(target: WriteTarget, edit: TextEdit): Promise<Change> {
    const before = await this.read(target.path);
    if (this.#isMissed(target)) return { before, after: before };
    return { before, after: (await edit(before)) ?? before };
  }

  #planned(path: string, { before, after }: Change): PlannedWrite {
    const mode = before === undefined ? {} : { mode: 0o600 };
    return { path, before: bytesOf(before), after: bytesOf(after), ...mode };
  }

  #write(path: string, after: string | undefined): WriteOutcome {
    const error = this.broken.get(path);
    if (error !== undefined) throw toFailure(error);
    const outcome = after === undefined ? 'removed' : 'written';
    this.touched.push(`${outcome} ${path}`);
    if (!this.#originals.has(path)) this.#originals.set(path, this.texts.get(path));
    this.place(path, after);
    this.#ours.set(path, after);
    return outcome;
  }

  #set(path: string, content: JsonObject | string): void {
    this.texts.set(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}
