// What may be taken out of the local service, to see that it was needed: a few words of its own source, as it is loaded.
import { cutSource, type Cut } from './cut-source.ts';

export const cuts = {
  /** What is left counts without what others hold. */
  outstanding: [
    { file: 'domain/lease-book.ts', from: '(ledger?.outstanding(unit) ?? 0) +', to: '0 * (unit.length) +' },
  ],
  /** A process that has ended is not noticed. */
  watch: [
    {
      file: 'adapters/node/process-watch.ts',
      from: '.filter(hasEndedOnLinux)',
      to: '.filter((each) => hasEndedOnLinux(each) && false)',
    },
  ],
  /** Nothing that was given out is known after a restart. */
  log: [{ file: 'adapters/node/lease-log.ts', from: 'return records;', to: 'return records.slice(0, 0);' }],
  /** Whatever somebody shows counts as the grant of this machine. */
  grant: [
    {
      file: 'broker/grants.ts',
      from: 'const holder = holders.get(key);',
      to: 'const holder = holders.get(key) ?? [...holders.values()][0];',
    },
  ],
  /** Folder and socket are as open as the umask leaves them. */
  private: [
    { file: 'broker/socket-folder.ts', from: 'mode: 0o700', to: 'mode: 0o755' },
    { file: 'broker/socket-folder.ts', from: '(found.mode & 0o077) === 0', to: '(found.mode & 0o022) === 0' },
    { file: 'broker/service.ts', from: 'process.umask(0o177)', to: 'process.umask()' },
  ],
} as const satisfies Readonly<Record<string, readonly Cut[]>>;

export type BrokerGuard = keyof typeof cuts;

/** For modules that are not loaded yet. @throws when the source no longer has these words */
export function takeOut(guard: BrokerGuard): void {
  cutSource(cuts[guard]);
}
