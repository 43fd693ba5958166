// Who did what with which account: lines chained by hash, in a few segments, the newest hash sealed apart.
import * as z from 'zod/mini';
import { actors } from '../../domain/actor.ts';
import { auditActions, type AuditEntry, type AuditVerdict } from '../../domain/audit-entry.ts';
import { isFailureCode, toFailure, type FailureCode } from '../../domain/failure.ts';
import { isAccountId, isConsumerId, isProviderId } from '../../domain/ids.ts';
import type { AccountId, ConsumerId, ProviderId } from '../../domain/ids.ts';
import { createTurns } from '../../domain/in-turn.ts';
import type { AuditLog, Log } from '../../ports.ts';
import { lineIn } from './audit-chain.ts';
import { createHeadFile } from './audit-log-head.ts';
import { createAuditSeal } from './audit-log-seal.ts';
import { readSegment, segmentsIn } from './audit-log-segments.ts';
import { createAuditWriter } from './audit-log-writer.ts';
import type { KeyStores } from './unseal.ts';

export interface AuditLogParts extends KeyStores {
  /** Of this log alone; made when there is something to keep. */
  readonly folder: string;
  /** Of the sealed head, outside that folder or in it. */
  readonly headPath: string;
  readonly log: Pick<Log, 'warn'>;
  /** How long an entry waits for others. */
  readonly gatherMs?: number;
  /** How long after a write it is forced to the disk and sealed. */
  readonly settleMs?: number;
  readonly largestBytes?: number;
  readonly mostSegments?: number;
}

/** So many wait at most for one write. */
const mostGathered = 256;
/** While the disk takes nothing: the newest beyond that are lost. */
const mostWaiting = 10_000;

const entryShape = z.object({
  at: z.number(),
  actor: z.enum(actors),
  action: z.enum(auditActions),
  provider: z.exactOptional(z.custom<ProviderId>(isProviderId)),
  account: z.exactOptional(z.custom<AccountId>(isAccountId)),
  pid: z.exactOptional(z.number()),
  program: z.exactOptional(z.string()),
  consumer: z.exactOptional(z.custom<ConsumerId>(isConsumerId)),
  grant: z.exactOptional(z.string()),
  what: z.exactOptional(z.string()),
  until: z.exactOptional(z.number()),
  failure: z.exactOptional(
    z.custom<FailureCode>((value) => typeof value === 'string' && isFailureCode(value)),
  ),
});

function entryIn(text: string): AuditEntry | undefined {
  const line = lineIn(text);
  return line?.kind === 'entry' ? entryShape.safeParse(line.facts).data : undefined;
}

/** One process writes there. Timers run only while there is something to write or to seal, and keep nothing alive. */
export function createAuditLog(parts: AuditLogParts): AuditLog {
  const { folder, headPath, box, lasting, whenAnother, log, gatherMs = 50, settleMs = 1500 } = parts;
  const { largestBytes = 1_000_000, mostSegments = 20 } = parts;
  const writer = createAuditWriter({ folder, largestBytes, isSealed: () => seal.isSealed });
  const seal = createAuditSeal({
    folder,
    head: createHeadFile({ path: headPath, box, lasting }),
    writer,
    mostSegments,
  });
  let waiting: AuditEntry[] = [];
  let gathering: NodeJS.Timeout | undefined;
  let settling: NodeJS.Timeout | undefined;
  let isUnsettled = false;
  const said = new Set<string>();

  /** Each of them once: what is wrong with a disk stays so for a while. */
  function warn(message: string, thrown: unknown): void {
    if (!said.has(message)) log.warn(message, { failure: toFailure(thrown) });
    said.add(message);
  }

  const inTurn = createTurns();

  async function write(): Promise<void> {
    clearTimeout(gathering);
    gathering = undefined;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const { left, thrown } = await writer.write(batch);
      if (left.length < batch.length) isUnsettled = true;
      if (left.length === 0) continue;
      // The next entry takes them along.
      waiting = [...left, ...waiting].slice(0, mostWaiting);
      warn('audit not written', thrown);
      break;
    }
  }

  async function settle(): Promise<void> {
    clearTimeout(settling);
    settling = undefined;
    await write();
    if (!isUnsettled) return;
    try {
      await writer.sync();
      isUnsettled = false;
      await seal.seal();
    } catch (thrown) {
      warn('audit not sealed', thrown);
    } finally {
      await writer.close();
    }
  }

  function settleSoon(): void {
    if (!isUnsettled) return;
    // At once where there may be no head yet, for until then nothing says that there should be one.
    settling ??= setTimeout(() => void inTurn(settle), seal.wasTried ? settleMs : 0).unref();
  }

  function writeNow(): void {
    void inTurn(write).then(settleSoon);
  }

  async function read(filter: { readonly limit: number; readonly since?: number }): Promise<AuditEntry[]> {
    const { limit, since = -Infinity } = filter;
    const found: AuditEntry[] = [];
    for (const number of (await segmentsIn(folder)).toReversed()) {
      const { lines } = await readSegment(folder, number);
      for (const text of lines.toReversed()) {
        if (found.length >= limit) return found;
        const entry = entryIn(text);
        if (entry !== undefined && entry.at >= since) found.push(entry);
      }
    }
    return found;
  }

  whenAnother(() =>
    inTurn(async () => {
      // Without an entry there is no end to seal.
      isUnsettled ||= await segmentsIn(folder).then(
        ({ length }) => length > 0,
        () => false,
      );
      await settle();
    }),
  );
  return {
    append(entry) {
      if (waiting.length < mostWaiting) waiting.push(entry);
      if (waiting.length === mostGathered) writeNow();
      else gathering ??= setTimeout(writeNow, gatherMs).unref();
    },
    read: (filter) =>
      inTurn(async () => {
        await write();
        return read(filter);
      }),
    verify: () =>
      inTurn(async (): Promise<AuditVerdict> => {
        await settle();
        try {
          return await seal.judge();
        } finally {
          await writer.close();
        }
      }),
    stop: () => inTurn(settle),
  };
}
