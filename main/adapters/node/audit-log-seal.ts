// Whether the audit is what it was: its chain, and the sealed head against what stands there.
import type { AuditVerdict } from '../../domain/audit-entry.ts';
import { beginning, type Link } from './audit-chain.ts';
import type { AuditHead, FoundHead, HeadFile } from './audit-log-head.ts';
import { firstOfNewest, removeSegments, walk } from './audit-log-segments.ts';
import type { AuditWriter } from './audit-log-writer.ts';

export interface SealParts {
  readonly folder: string;
  readonly head: HeadFile;
  readonly writer: AuditWriter;
  readonly mostSegments: number;
}

/** What is found once and stays said. */
type Mark = NonNullable<AuditHead['broken']>;

export interface AuditSeal {
  /** Whether the key store keeps the head. */
  readonly isSealed: boolean;
  readonly wasTried: boolean;
  /** Seals where the log ends now, and takes away the oldest segments. @throws Failure `storage/…` */
  seal(): Promise<void>;
  judge(): Promise<AuditVerdict>;
}

function isSame(one: Link, other: Link): boolean {
  return one.index === other.index && one.hash === other.hash;
}

export function createAuditSeal({ folder, head, writer, mostSegments }: SealParts): AuditSeal {
  let wasTried = false;
  /** At which look of the writer the log was last compared with the head and sealed. */
  let sealedAtLook = 0;
  /** As it was sealed last by this process. */
  let sealed: AuditHead | undefined;

  const isSealed = (): boolean => sealedAtLook > 0 && sealedAtLook === writer.looks;

  /** What is wrong between the log and a head that was found. @param end where the log ended when it was found */
  async function compare(
    found: FoundHead,
    end: Link,
  ): Promise<{ readonly broken?: Mark; readonly upTo: number }> {
    const same: Link[] = [];
    const target = found.kind === 'opened' ? found.head : undefined;
    const walked = await walk(folder, (link) => {
      if (target !== undefined && isSame(link, target)) same.push(link);
    });
    if (walked.kind === 'broken') return { upTo: 0 };
    const { first, last, saysSealed } = walked;
    const lost: Mark = { index: first.index + 1, why: 'seal-missing' };
    if (found.kind === 'damaged') return { broken: lost, upTo: 0 };
    if (found.kind === 'none') return { upTo: 0, ...(saysSealed && { broken: lost }) };
    if (target === undefined) return { upTo: 0 };
    const upTo = Math.max(0, Math.min(target.index, last.index) - first.index);
    // What has been taken away since is no longer spoken of.
    if (target.broken !== undefined && target.broken.index >= first.index)
      return { broken: target.broken, upTo };
    if (target.index > end.index) return { broken: { index: end.index + 1, why: 'cut-off' }, upTo };
    // The last of those that are missing: once later ones have gone as they should, it is no longer spoken of.
    if (first.index > target.first.index) return { broken: { index: first.index, why: 'missing' }, upTo };
    if (same.length === 0 && !isSame(target, beginning))
      return { broken: { index: target.index, why: 'changed' }, upTo };
    return { upTo };
  }

  async function prepare(end: Link): Promise<Mark | undefined | 'closed'> {
    if (isSealed()) return sealed?.broken;
    const found = await head.find();
    if (found.kind === 'closed') return 'closed';
    const { broken } = await compare(found, writer.endAtStart ?? end);
    if (found.kind === 'damaged') await head.setAside();
    return broken;
  }

  /** Answers whether the key store keeps it. */
  async function saveAndPrune(broken: Mark | undefined): Promise<boolean> {
    const newest = await firstOfNewest(folder, mostSegments);
    const next: AuditHead = {
      ...(await writer.lastEntry()),
      first: newest?.first ?? sealed?.first ?? beginning,
      ...(broken !== undefined && { broken }),
    };
    const isKept = await head.save(next);
    if (isKept) [sealed, sealedAtLook] = [next, writer.looks];
    // Sealed first: otherwise what is taken away would look stolen.
    await removeSegments(folder, newest?.older ?? []);
    return isKept;
  }

  return {
    get isSealed() {
      return isSealed();
    },
    get wasTried() {
      return wasTried;
    },
    async seal() {
      wasTried = true;
      const broken = await prepare(await writer.lastEntry());
      // However long the key store stays closed, the log has its bounds.
      await removeSegments(folder, (await firstOfNewest(folder, 2 * mostSegments))?.older ?? []);
      if (broken === 'closed') return;
      const isKept = await saveAndPrune(broken);
      if (!isKept || writer.saysSealed) return;
      // From here on the log itself says that there is a head: who takes that away is found out.
      await writer.begin();
      await saveAndPrune(broken);
    },
    async judge() {
      const end = await writer.lastEntry();
      let isThere = isSame(end, beginning);
      const walked = await walk(folder, (link) => {
        isThere ||= isSame(link, end);
      });
      if (walked.kind === 'broken') return walked;
      const { first, last, from } = walked;
      const entries = last.index - first.index;
      if (last.index < end.index) return { kind: 'broken', index: last.index + 1, why: 'cut-off' };
      if (!isThere) return { kind: 'broken', index: end.index, why: 'changed' };
      const found = await head.find();
      if (isSealed() && found.kind === 'none')
        return { kind: 'broken', index: first.index + 1, why: 'seal-missing' };
      const { broken, upTo } = await compare(found, isSealed() ? last : (writer.endAtStart ?? last));
      if (broken !== undefined) return { kind: 'broken', ...broken };
      return { kind: 'whole', entries, sealedUpTo: upTo, from };
    },
  };
}
