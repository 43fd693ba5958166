// Feature flags: which variant counts now, and the person's own choice, which only a yes in the app's dialog can set.
import type { Actor } from '../domain/actor.ts';
import { Failure, type FailureValue } from '../domain/failure.ts';
import { flagQuestion } from '../domain/flag-question.ts';
import {
  carefulChoices,
  inertChoices,
  variantOf,
  type Flag,
  type FlagChoices,
  type FlagId,
  type FlagsNow,
  type KnownFlag,
} from '../domain/flags.ts';
import type { Language } from '../domain/language.ts';
import type { AskPerson, Clock, Log } from '../ports.ts';
import type { FlagMemory } from '../ports-files.ts';
import { createTurns } from '../domain/in-turn.ts';

export interface FlagParts {
  /** domain/flags.ts. */
  readonly table: readonly Flag[];
  readonly memory: FlagMemory;
  readonly ask: AskPerson;
  /** Of the question. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
  /** Gets what counts, and what does not, after every change of it. */
  readonly seen: (now: FlagsNow) => void;
  /** A choice has been kept; without a variant it was taken back. */
  readonly decided: (flag: string, variant: string | undefined, by: Actor) => void;
}

export interface Flags {
  /** As they stand now. Never fails. */
  list(): Promise<FlagsNow>;
  /**
   * Asks the person, whoever has asked for it; what is chosen already is not asked about again.
   * @param signal whoever asked wants it no more: a yes does not count then
   * @throws Failure `broker/bad-request` for what there is not, `flag/refused`, or of the `storage/` family, or the
   * signal's reason
   */
  set(id: string, variant: string, signal?: AbortSignal): Promise<void>;
  /** Takes the choice back, and asks as above: the default may be more than the person has allowed. */
  reset(id: string, signal?: AbortSignal): Promise<void>;
  /** @throws Failure `flag/off` */
  requireOn(id: FlagId): Promise<void>;
  /** The key store or the file may have changed. Never fails. */
  lookAgain(): Promise<void>;
}

/** The facts of the failure `flag/off`. */
export function offBecause({ flag, why }: KnownFlag): Pick<FailureValue, 'subject' | 'detail'> {
  return {
    subject: flag.id,
    ...(why === 'locked' && { detail: 'what you chose cannot be opened now' }),
    ...(why === 'damaged' && { detail: 'what you chose cannot be opened any more' }),
  };
}

export function createFlags(parts: FlagParts): Flags {
  const { table, memory, clock } = parts;
  const inTurn = createTurns();
  let last = '';

  /** Only a flag with a share needs to know where this installation stands. */
  async function judged(flag: Flag, choices: FlagChoices): Promise<KnownFlag> {
    const point = flag.share === undefined ? undefined : await memory.pointOf(flag.id);
    return { flag, ...variantOf(flag, choices, point, clock.nowMs()) };
  }

  async function look(): Promise<FlagsNow> {
    const kept = await memory.load();
    const known: KnownFlag[] = [];
    for (const flag of table) known.push(await judged(flag, kept.choices));
    const now: FlagsNow = { known, inert: [...kept.forged, ...inertChoices(table, kept.choices)] };
    const text = JSON.stringify([now.inert, known.map(({ flag, variant, why }) => [flag.id, variant, why])]);
    if (text !== last) {
      last = text;
      parts.seen(now);
    }
    return now;
  }

  const list = (): Promise<FlagsNow> => inTurn(look);

  /** @throws Failure `broker/bad-request` */
  async function knownNamed(id: string): Promise<KnownFlag> {
    const { known } = await list();
    const found = known.find(({ flag }) => flag.id === id);
    if (found !== undefined) return found;
    const all = table.map((flag) => flag.id).join(', ');
    throw new Failure('broker/bad-request', {
      detail: `there is no feature flag "${id}"; there are ${all}`,
    });
  }

  /** @throws Failure `flag/refused`, or the signal's reason */
  async function requireYes(
    { flag, variant: now }: KnownFlag,
    chosen: string | undefined,
    then: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    const isAllowed = await parts.ask.ask(
      flagQuestion(flag, chosen, { now, then }, parts.language()),
      signal,
    );
    signal?.throwIfAborted();
    if (!isAllowed) throw new Failure('flag/refused', { subject: flag.id });
  }

  async function keep(id: string, variant: string | undefined): Promise<void> {
    await inTurn(async () => {
      const before =
        (await memory.load()).choices === 'damaged'
          ? carefulChoices(table, clock.nowMs())
          : await memory.loadToChange();
      const others = before.filter(({ flag }) => flag !== id);
      const chosen = variant === undefined ? [] : [{ flag: id, variant, chosenAt: clock.nowMs() }];
      await memory.save([...others, ...chosen]);
    });
    parts.log.info('feature flag decided', { flag: id, variant: variant ?? null });
    parts.decided(id, variant, 'person');
    await list();
  }

  return {
    list,

    async set(id, variant, signal) {
      const known = await knownNamed(id);
      const { variants } = known.flag;
      if (!variants.includes(variant))
        throw new Failure('broker/bad-request', {
          detail: `"${variant}" is no variant of ${id}; there are ${variants.join(', ')}`,
        });
      if (known.why === 'chosen' && known.variant === variant) return;
      // Nobody should have to decide what cannot be kept.
      await memory.loadToChange();
      await requireYes(known, variant, variant, signal);
      await keep(id, variant);
    },

    async reset(id, signal) {
      const known = await knownNamed(id);
      const choices = await memory.loadToChange();
      const others = choices.filter(({ flag }) => flag !== id);
      if (others.length === choices.length) return;
      const { variant } = await inTurn(() => judged(known.flag, others));
      await requireYes(known, undefined, variant, signal);
      await keep(id, undefined);
    },

    async requireOn(id) {
      const found = (await list()).known.find(({ flag }) => flag.id === id);
      if (found?.variant === 'off') throw new Failure('flag/off', offBecause(found));
    },

    async lookAgain() {
      await list();
    },
  };
}
