// Has a plain call of a program follow the account in use: our scripts, one block in a shell's own file, and the way back.
import type { ConsumerDescription, LoginPlace, Places } from '../consumers/description.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { ConsumerId } from '../domain/ids.ts';
import { blockFor, blockIn, blockState, withBlock, withoutBlock } from '../domain/marked-block.ts';
import type { Log, Programs, SharedFileWriter, TextFiles, WriteTarget } from '../ports.ts';
import type { ShellFacts } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { createTurns } from '../domain/in-turn.ts';
import type { FilePreview } from './preview-file.ts';

/** A shell that there could be here. */
interface Shell {
  readonly shell: string;
  readonly label: string;
  readonly program: string;
  /** What it reads when a terminal opens. */
  readonly path: string;
  /** What has to stand there. */
  readonly lines: readonly string[];
  readonly untried: boolean;
}

export interface ShellStartParts {
  readonly consumers: readonly Pick<ConsumerDescription, 'id' | 'shellStart'>[];
  readonly places: Places;
  readonly shells: readonly Shell[];
  readonly scripts: {
    /** @throws Failure `shell/unsuitable`, `storage/write-failed` */
    write(): Promise<void>;
    /** Takes scripts and tables away. @throws Failure `storage/write-failed` */
    remove(): Promise<void>;
  };
  readonly links: {
    /** Links what the private folder lacks of these names. @throws Failure `storage/write-failed` */
    share(usual: string, folder: string, names: readonly string[]): Promise<void>;
  };
  readonly programs: Pick<Programs, 'find'>;
  readonly files: TextFiles;
  readonly writer: Pick<SharedFileWriter, 'editText' | 'planText' | 'put' | 'original'>;
  readonly store: Store;
  readonly log: Log;
}

export interface ShellStartFlow {
  /** What stands in the shells' files now, into the state. Files that cannot be read count as without. */
  look(): Promise<void>;
  /**
   * Twice is once; a block that somebody has changed is renewed. The tables are for `files.follow()` to write afterwards.
   * @throws Failure `broker/bad-request`, `shell/unsuitable`, `storage/…`; the shell's file is as before then
   */
  install(shell: string): Promise<void>;
  /**
   * The file is as before the block, byte for byte; one that we have made and that holds nothing else is taken away. With
   * the last one go scripts and tables. @throws Failure as `install`
   */
  uninstall(shell: string): Promise<void>;
  /** The block as it is and as it would be, and nothing else of the file. @throws Failure as `install` */
  preview(shell: string): Promise<FilePreview>;
  /** At a start: the scripts of this version, where they are in use. @throws Failure `storage/write-failed` */
  refresh(): Promise<void>;
  /**
   * Where the folder of a login has to hold more than the login: what is the person's is linked into it. Call it before the
   * program is started with it. Never fails: what could not be linked is in the log.
   */
  shareFolder(login: LoginPlace & { readonly owner: ConsumerId }): Promise<void>;
  /** The same for each, but only while some shell is set up: otherwise nobody calls the program plainly. */
  shareFolders(logins: Iterable<LoginPlace & { readonly owner: ConsumerId }>): Promise<void>;
}

const kinds = { absent: 'off', 'as-made': 'on', changed: 'changed', damaged: 'changed' } as const;

function damaged({ path }: Shell): Failure {
  return new Failure('shell/unsuitable', {
    subject: path,
    detail: 'of the two lines of Gatehouse that mark what is ours, one is missing or stands there twice',
  });
}

export function createShellStart(parts: ShellStartParts): ShellStartFlow {
  const { consumers, places, shells, scripts, links, programs, files, writer, store, log } = parts;
  const commands = consumers.flatMap(({ shellStart }) =>
    shellStart === undefined ? [] : [shellStart.command],
  );

  /** What one of two at once puts there for a shell, the other would take away as used by none. */
  const inTurn = createTurns();

  const targetOf = ({ path }: Shell): WriteTarget => ({ path, rights: 'kept' });

  function shellNamed(name: string): Shell {
    const found = shells.find(({ shell }) => shell === name);
    if (found === undefined)
      throw new Failure('broker/bad-request', {
        detail: `${name} is none of ${shells.map(({ shell }) => shell).join(', ')}`,
      });
    return found;
  }

  async function factsOf(host: Shell): Promise<ShellFacts | undefined> {
    const { shell, label, path, lines, untried } = host;
    const text = await files.read(path).catch(() => undefined);
    const own = places.environment['SHELL']?.split('/').at(-1);
    const isHere =
      text !== undefined || own === host.program || (await programs.find(host.program)) !== undefined;
    if (!isHere) return undefined;
    return { shell, label, path, kind: kinds[blockState(text, lines)], commands, untried };
  }

  async function state(): Promise<readonly ShellFacts[]> {
    return (await Promise.all(shells.map(factsOf))).filter((facts) => facts !== undefined);
  }

  const isInUse = async (): Promise<boolean> => (await state()).some(({ kind }) => kind !== 'off');

  async function look(): Promise<void> {
    store.dispatch({ type: 'shells.seen', shells: await state() });
  }

  /** What went wrong stands beside the switch until it has gone well. */
  async function changed(name: string, change: (host: Shell) => Promise<void>): Promise<void> {
    const host = shellNamed(name);
    return inTurn(() => carryOut(host, change));
  }

  async function carryOut(host: Shell, change: (host: Shell) => Promise<void>): Promise<void> {
    const about = `shell ${host.shell}`;
    try {
      await change(host);
      if (store.state().problems.has(about)) store.dispatch({ type: 'problem.gone', about });
    } catch (thrown) {
      store.dispatch({ type: 'problem.found', about, failure: toFailure(thrown).toValue() });
      throw thrown;
    } finally {
      await look();
    }
  }

  async function tidy(): Promise<void> {
    if (!(await isInUse())) await scripts.remove();
  }

  /** An empty file stays only where one was there before us. */
  async function takeOut(host: Shell): Promise<void> {
    const target = targetOf(host);
    const planned = await writer.planText(target, (present) => {
      if (present === undefined) return undefined;
      const text = withoutBlock(present);
      if (text === undefined) throw damaged(host);
      return text;
    });
    const wasThere = (await writer.original(host.path))?.bytes !== undefined;
    const isEmpty = planned.after?.length === 0 && planned.before?.length !== 0;
    await writer.put(target, isEmpty && !wasThere ? { ...planned, after: undefined } : planned);
  }

  async function shareFolder({
    owner,
    place,
    folder,
  }: LoginPlace & { readonly owner: ConsumerId }): Promise<void> {
    const shares = consumers.find(({ id }) => id === owner)?.shellStart?.shares;
    if (shares === undefined || place === 'usual') return;
    await links.share(shares.usual(places), folder, shares.names).catch((thrown: unknown) => {
      log.warn('a login folder lacks what is the person’s', { folder, failure: toFailure(thrown) });
    });
  }

  return {
    look,

    install: (name) =>
      changed(name, async (host) => {
        // First, so that no terminal that opens now looks for a script in vain.
        await scripts.write();
        try {
          await writer.editText(targetOf(host), (present) => {
            const text = withBlock(present, host.lines);
            if (text === undefined) throw damaged(host);
            return text;
          });
        } finally {
          await tidy();
        }
      }),

    uninstall: (name) =>
      changed(name, async (host) => {
        await takeOut(host);
        await tidy();
      }),

    async preview(name) {
      const host = shellNamed(name);
      const { path, lines } = host;
      const present = await files.read(path);
      const found = blockState(present, lines);
      if (found === 'damaged') throw damaged(host);
      if (found === 'as-made')
        return {
          path,
          before: null,
          after: null,
          reason: 'It is there already, so nothing would be written.',
        };
      return { path, before: blockIn(present) ?? null, after: blockFor(present, lines), reason: null };
    },

    refresh: () =>
      inTurn(async () => {
        if (await isInUse()) await scripts.write();
      }),

    shareFolder,

    async shareFolders(logins) {
      if (!(await isInUse())) return;
      for (const login of logins) await shareFolder(login);
    },
  };
}
