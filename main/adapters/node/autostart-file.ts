// The file in the person's autostart folder on Linux: written, renewed and taken away as long as it is ours.
import { join } from 'node:path';
import { autostartEntry, isEntryOn, isOurEntry } from '../../domain/desktop-entry.ts';
import { Failure } from '../../domain/failure.ts';
import type { Autostart } from '../../ports.ts';
import { durableFiles } from './durable-file.ts';

export interface AutostartFileParts {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program, absolute, and its words. */
  readonly command: readonly string[];
}

/** Where the desktop looks; a relative XDG_CONFIG_HOME is none, as its specification says. */
function entryPath({ home, environment }: AutostartFileParts): string {
  const config = environment['XDG_CONFIG_HOME'];
  return join(
    config?.startsWith('/') === true ? config : join(home, '.config'),
    'autostart',
    'gatehouse.desktop',
  );
}

export function createAutostartFile(parts: AutostartFileParts): Autostart {
  const path = entryPath(parts);
  const text = autostartEntry(parts.command);

  interface Present {
    readonly bytes: Uint8Array;
    readonly text: string;
  }
  async function present(): Promise<Present | undefined> {
    const bytes = await durableFiles.read(path);
    return bytes === undefined ? undefined : { bytes, text: new TextDecoder().decode(bytes) };
  }
  async function write(before: Present | undefined): Promise<void> {
    if (before?.text === text) return;
    if (before !== undefined && !isOurEntry(before.text))
      throw new Failure('storage/not-ours', { subject: path });
    // Everybody's to read, as such files are; nothing in it is secret.
    await durableFiles.replace(path, new TextEncoder().encode(text), before?.bytes, { mode: 0o644 });
  }

  return {
    async set(on) {
      const before = await present();
      if (on) await write(before);
      else if (before !== undefined && isOurEntry(before.text)) await durableFiles.remove(path, before.bytes);
    },
    async renew() {
      const before = await present();
      if (before === undefined || !isEntryOn(before.text)) return false;
      await write(before);
      return true;
    },
  };
}
