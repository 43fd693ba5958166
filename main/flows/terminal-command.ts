// Whether a terminal of the person finds `gatehouse`, and what makes it do so.
import type { CommandLink, Programs } from '../ports.ts';

export interface TerminalCommandParts {
  readonly programs: Pick<Programs, 'find'>;
  readonly link: CommandLink;
}

export interface TerminalFacts {
  /** Where a terminal finds it; null when it does not. */
  readonly found: string | null;
  /** The link of ours, or its place; null where none can be. */
  readonly link: { readonly path: string; readonly kind: 'absent' | 'ours' | 'taken' } | null;
  /** What does the same by hand; null where nothing can. */
  readonly command: string | null;
}

export interface TerminalCommand {
  /** @throws Failure `storage/unreadable` */
  get(): Promise<TerminalFacts>;
  /** Twice is once. @throws Failure `storage/not-ours`, `storage/write-failed` */
  link(): Promise<TerminalFacts>;
  /** Takes the link away that leads to us, and no other. @throws Failure `storage/write-failed` */
  unlink(): Promise<TerminalFacts>;
}

export function createTerminalCommand({ programs, link }: TerminalCommandParts): TerminalCommand {
  async function get(): Promise<TerminalFacts> {
    const [found, state] = await Promise.all([programs.find('gatehouse'), link.state()]);
    return { found: found ?? null, link: state?.link ?? null, command: state?.command ?? null };
  }
  return {
    get,
    async link() {
      await link.make();
      return get();
    },
    async unlink() {
      await link.remove();
      return get();
    },
  };
}
