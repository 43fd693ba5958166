// Files in memory that other programs read and write too: the writer, the reader and the watch of the same files.
import { Failure, toFailure } from '../../main/domain/failure.ts';
import type { JsonChanges, JsonObject } from '../../main/domain/json.ts';
import type { FileWatch, JsonEdit, SharedFileWriter, TextFiles, WriteTarget } from '../../main/ports.ts';

type Outcome = Awaited<ReturnType<SharedFileWriter['editJson']>>;

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
  put(path: string, content: JsonObject | string | undefined): void {
    if (content === undefined) this.texts.delete(path);
    else this.#set(path, content);
    for (const watcher of [...(this.#watchers.get(path) ?? [])]) watcher();
  }

  async read(path: string): Promise<string | undefined> {
    const error = this.unreadable.get(path);
    if (error !== undefined) throw error;
    return this.texts.get(path);
  }

  async editJson(target: WriteTarget, edit: JsonEdit): Promise<Outcome> {
    const { path } = target;
    const before = await this.read(path);
    const present = before === undefined ? undefined : asObject(path, before);
    const changes = await edit(present, async () => before !== undefined && this.#ours.get(path) === before);
    if (changes === undefined) return 'unchanged';
    if (this.texts.get(path) !== before) return this.editJson(target, edit);
    const after = changed(present, changes);
    if (JSON.stringify(after) === JSON.stringify(present ?? {})) return 'unchanged';
    const error = this.broken.get(path);
    if (error !== undefined) throw toFailure(error);
    const outcome = Object.keys(after).length === 0 ? 'removed' : 'written';
    this.touched.push(`${outcome} ${path}`);
    if (outcome === 'removed') this.put(path, undefined);
    else this.put(path, after);
    this.#ours.set(path, this.texts.get(path));
    return outcome;
  }

  async original(): Promise<undefined> {
    return undefined;
  }

  async restoreOriginal(): Promise<Outcome> {
    return 'unchanged';
  }

  watch(path: string, watcher: () => void): () => void {
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
    };
  }

  #set(path: string, content: JsonObject | string): void {
    this.texts.set(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}
