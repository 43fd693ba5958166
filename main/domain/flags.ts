// Feature flags: what is risky enough to have a switch of its own for a while, and which variant of it counts. Pure.
import type { Language } from './language.ts';

export interface Flag {
  readonly id: string;
  /** What it is, and what the other variant means, in whole sentences. */
  readonly about: Readonly<Record<Language, string>>;
  /** The part of the product whose people decide about it. */
  readonly owner: string;
  /** Days as `2026-11-30`. By the second one it is taken out: a rule test fails from then on. */
  readonly introduced: string;
  readonly expires: string;
  readonly variants: readonly string[];
  readonly default: string;
  /** What counts while the person's choice is there and cannot be opened, now or ever. */
  readonly careful: string;
  /** So many of a hundred installations get this variant where nobody chose, until the flag expires. */
  readonly share?: { readonly variant: string; readonly percent: number };
}

/** One line of thought for each: what cannot be switched off by a flag has none. CONTRIBUTING says how one is added. */
export const flags = [
  {
    id: 'provider-packages',
    about: {
      en: 'Providers that files of your own describe. Off: none of them is asked or approved, and their accounts stay.',
      de: 'Anbieter, die eigene Dateien beschreiben. Aus: Keiner davon wird abgefragt oder erlaubt, und die Konten bleiben.',
    },
    owner: 'providers',
    introduced: '2026-11-30',
    expires: '2027-08-31',
    variants: ['on', 'off'],
    default: 'on',
    careful: 'off',
  },
  {
    id: 'company-logins',
    about: {
      en: 'Logins of OpenCode at a company’s server. Off: no such server is asked, and no command of one runs.',
      de: 'Anmeldungen von OpenCode beim Server einer Firma. Aus: Kein solcher Server wird gefragt, und kein Befehl von dort läuft.',
    },
    owner: 'consumers',
    introduced: '2026-11-30',
    expires: '2027-08-31',
    variants: ['on', 'off'],
    default: 'on',
    careful: 'off',
  },
  {
    id: 'early-view',
    about: {
      en: 'The window gets its content before its page asks for it. Off: the page asks first, and shows a little later. A change counts for the next window.',
      de: 'Das Fenster bekommt seinen Inhalt, bevor seine Seite danach fragt. Aus: Erst fragt die Seite, und es zeigt sich etwas später. Eine Änderung gilt ab dem nächsten Fenster.',
    },
    owner: 'window',
    introduced: '2026-11-30',
    expires: '2027-05-31',
    variants: ['on', 'off'],
    default: 'on',
    careful: 'on',
  },
] as const satisfies readonly Flag[];

export type FlagId = (typeof flags)[number]['id'];

/**
 * Why a variant counts. `locked`: the person's choice cannot be opened now; `damaged`: what stands in its place was sealed by
 * nobody here, or by a key store that is gone.
 */
export const flagReasons = ['chosen', 'share', 'default', 'expired', 'locked', 'damaged'] as const;
export type FlagReason = (typeof flagReasons)[number];

export interface FlagVerdict {
  readonly variant: string;
  readonly why: FlagReason;
}

/** A choice of the person's, as it is kept. It may name what this version does not know. */
export interface FlagChoice {
  readonly flag: string;
  readonly variant: string;
  /** Unix milliseconds. */
  readonly chosenAt: number;
}

export type FlagChoices = readonly FlagChoice[] | 'locked' | 'damaged';

/** A flag expires when that day has begun anywhere near Greenwich. @param nowMs Unix milliseconds */
export function isExpired({ expires }: Pick<Flag, 'expires'>, nowMs: number): boolean {
  return nowMs >= Date.parse(`${expires}T00:00:00Z`);
}

/**
 * Which variant counts, and why. What the person has chosen counts for good: a date that they do not know must not bring
 * back what they have switched off. Only the share ends with the flag.
 * @param point where this installation stands among a hundred, from 0 up to 100; undefined where nobody knows
 */
export function variantOf(
  flag: Flag,
  choices: FlagChoices,
  point: number | undefined,
  nowMs: number,
): FlagVerdict {
  if (typeof choices === 'string') return { variant: flag.careful, why: choices };
  const chosen = choices.findLast(
    ({ flag: named, variant }) => named === flag.id && flag.variants.includes(variant),
  );
  if (chosen !== undefined) return { variant: chosen.variant, why: 'chosen' };
  if (isExpired(flag, nowMs)) return { variant: flag.default, why: 'expired' };
  const { share } = flag;
  if (share !== undefined && point !== undefined && point < share.percent)
    return { variant: share.variant, why: 'share' };
  return { variant: flag.default, why: 'default' };
}

/** A flag as it stands now. */
export interface KnownFlag extends FlagVerdict {
  readonly flag: Flag;
}

/** What is kept and does not count: a choice for what this version does not know, or a file that nobody here sealed. */
export type InertFlag =
  { readonly kind: 'unknown'; readonly flag: string; readonly variant: string } | { readonly kind: 'forged' };

export interface FlagsNow {
  readonly known: readonly KnownFlag[];
  readonly inert: readonly InertFlag[];
}

/** The choices that this version can make nothing of. */
export function inertChoices(table: readonly Flag[], choices: FlagChoices): readonly InertFlag[] {
  if (typeof choices === 'string') return [];
  return choices.flatMap(({ flag: named, variant }): readonly InertFlag[] =>
    table.some(({ id, variants }) => id === named && variants.includes(variant))
      ? []
      : [{ kind: 'unknown', flag: named, variant }],
  );
}

/**
 * What takes the place of choices that cannot be opened any more, before one of them is made anew: what counts without them
 * goes on counting.
 */
export function carefulChoices(table: readonly Flag[], nowMs: number): readonly FlagChoice[] {
  return table
    .filter((flag) => flag.careful !== flag.default)
    .map(({ id, careful }) => ({ flag: id, variant: careful, chosenAt: nowMs }));
}

/** What was found out about a flag last; its default before anything was. */
export function flagNow({ known }: Pick<FlagsNow, 'known'>, id: FlagId): KnownFlag | undefined {
  const usual = flags.find((flag) => flag.id === id);
  return (
    known.find(({ flag }) => flag.id === id) ??
    (usual && { flag: usual, variant: usual.default, why: 'default' })
  );
}
