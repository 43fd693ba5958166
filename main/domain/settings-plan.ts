// What a file with settings would change here, step by step, and how to put that back. Pure.
import type { AccountId, ProviderId } from './ids.ts';
import type { LeaseAmount } from './lease.ts';
import { numberSettings, type Settings, type SettingsChanges } from './settings.ts';
import type { IgnoredSetting, SettingsFile, Travelling } from './settings-file.ts';

export type SettingValue =
  | { readonly kind: 'switch'; readonly on: boolean }
  | { readonly kind: 'number'; readonly value: number }
  /** An id, of a strategy or a language. */
  | { readonly kind: 'id'; readonly id: string }
  /** Null: the usual ones. */
  | { readonly kind: 'percents'; readonly percents: readonly number[] | null }
  | { readonly kind: 'limit'; readonly limit: LeaseAmount | null }
  | { readonly kind: 'hours'; readonly hours: Settings['quietHours'] }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

/** One setting that the file would change. */
export interface SettingStep {
  readonly name: keyof Travelling;
  /** The provider, account or window that it is set for; null where there is only one. */
  readonly of: string | null;
  readonly from: SettingValue;
  readonly to: SettingValue;
}

export interface SettingsPlan {
  readonly steps: readonly SettingStep[];
  readonly ignored: readonly IgnoredSetting[];
  readonly changes: SettingsChanges;
  /** Puts back what these of the steps have changed. */
  readonly back: (steps: readonly SettingStep[]) => SettingsChanges;
}

/** What there is here, and what holds for a provider until somebody chooses. */
export interface SettingsPlace {
  readonly providers: readonly ProviderId[];
  readonly accounts: readonly AccountId[];
  readonly usualFallBack: (provider: ProviderId) => boolean;
}

interface Part {
  readonly step: SettingStep;
  readonly change: SettingsChanges;
  readonly back: SettingsChanges;
}

/** What the file would change here. What it does not name stays. */
export function planSettings(file: SettingsFile, now: Settings, place: SettingsPlace): SettingsPlan {
  const missing: IgnoredSetting[] = [];
  const keepKnown = <Id extends string>(name: string, ids: readonly Id[], known: readonly Id[]) =>
    ids.filter((id) => {
      const isHere = known.includes(id);
      if (!isHere) missing.push({ name: `${name}/${id}`, reason: 'not-here' });
      return isHere;
    });
  const { settings } = file;
  const { strategy } = settings;
  const isStrategyHere =
    strategy?.startsWith('prefer-') !== true || place.providers.some((id) => strategy === `prefer-${id}`);
  if (!isStrategyHere) missing.push({ name: `strategy/${strategy}`, reason: 'not-here' });

  const all: readonly Part[] = [
    ...shownParts(settings, now, keepKnown, place),
    ...(strategy === undefined || !isStrategyHere
      ? []
      : [part('strategy', idOf(now.strategy), idOf(strategy), { strategy }, { strategy: now.strategy })]),
    ...providerParts(settings, now, keepKnown, place),
    ...numberParts(settings, now),
    ...switchParts(settings, now),
    ...alertParts(settings, now, keepKnown, place),
    ...limitParts(settings, now, keepKnown, place),
  ].filter(({ step: { from, to } }) => JSON.stringify(from) !== JSON.stringify(to));
  return {
    steps: all.map(({ step }) => step),
    ignored: [...file.ignored, ...missing],
    changes: joined(all.map(({ change }) => change)),
    back: (steps) => joined(all.filter(({ step }) => steps.includes(step)).map(({ back }) => back)),
  };
}

/** Under which a file has what the step changes. */
export function stepName({ name, of }: Pick<SettingStep, 'name' | 'of'>): string {
  return of === null ? name : `${name}/${of}`;
}

type KeepKnown = <Id extends string>(name: string, ids: readonly Id[], known: readonly Id[]) => readonly Id[];

const idOf = (id: string): SettingValue => ({ kind: 'id', id });
const idsOf = (ids: readonly string[]): SettingValue => ({ kind: 'ids', ids });
const switchOf = (on: boolean): SettingValue => ({ kind: 'switch', on });

function part(
  name: keyof Travelling,
  from: SettingValue,
  to: SettingValue,
  change: SettingsChanges,
  back: SettingsChanges,
  of: string | null = null,
): Part {
  return { step: { name, of, from, to }, change, back };
}

function shownParts(
  { language, hiddenProviders, accountOrder }: Travelling,
  now: Settings,
  keepKnown: KeepKnown,
  { providers, accounts }: SettingsPlace,
): readonly Part[] {
  const parts: Part[] = [];
  if (language !== undefined)
    parts.push(
      part('language', idOf(now.language), idOf(language), { language }, { language: now.language }),
    );
  if (hiddenProviders !== undefined) {
    const hidden = keepKnown('hiddenProviders', hiddenProviders, providers);
    const back = { hiddenProviders: now.hiddenProviders };
    const change = { hiddenProviders: hidden };
    parts.push(part('hiddenProviders', idsOf(now.hiddenProviders), idsOf(hidden), change, back));
  }
  if (accountOrder !== undefined) {
    const order = keepKnown('accountOrder', accountOrder, accounts);
    // An order of accounts none of which is here says nothing.
    if (order.length > 0 || accountOrder.length === 0) {
      const back = { accountOrder: now.accountOrder };
      parts.push(part('accountOrder', idsOf(now.accountOrder), idsOf(order), { accountOrder: order }, back));
    }
  }
  return parts;
}

/** The entries of a list by name, by names of the kind that has them. */
function entriesOf<Id extends string, Value>(
  byName: Readonly<Record<Id, Value>> | undefined,
  known: readonly Id[],
): readonly (readonly [Id, Value])[] {
  return known.flatMap((id) => {
    const value = byName !== undefined && Object.hasOwn(byName, id) ? byName[id] : undefined;
    return value === undefined ? [] : [[id, value] as const];
  });
}

function providerParts(
  { fallBackFrom = {}, otherAccounts = {} }: Travelling,
  now: Settings,
  keepKnown: KeepKnown,
  { providers, usualFallBack }: SettingsPlace,
): readonly Part[] {
  keepKnown<string>('fallBackFrom', Object.keys(fallBackFrom), providers);
  keepKnown<string>('otherAccounts', Object.keys(otherAccounts), providers);
  return [
    ...entriesOf(fallBackFrom, providers).map(([id, on]) => {
      const before = now.fallBackFrom[id] ?? usualFallBack(id);
      const [change, back] = [{ fallBackFrom: { [id]: on } }, { fallBackFrom: { [id]: before } }];
      return part('fallBackFrom', switchOf(before), switchOf(on), change, back, id);
    }),
    ...entriesOf(otherAccounts, providers).map(([id, on]) => {
      const before = now.otherAccounts[id] ?? true;
      const [change, back] = [{ otherAccounts: { [id]: on } }, { otherAccounts: { [id]: before } }];
      return part('otherAccounts', switchOf(before), switchOf(on), change, back, id);
    }),
  ];
}

function numberParts(settings: Travelling, now: Settings): readonly Part[] {
  return numberSettings.flatMap((name) => {
    const value = settings[name];
    if (value === undefined) return [];
    const from: SettingValue = { kind: 'number', value: now[name] };
    return [part(name, from, { kind: 'number', value }, { [name]: value }, { [name]: now[name] })];
  });
}

const switches = ['hideIdentities', 'miniMeter', 'notify', 'alertSound', 'lockWithScreen'] as const;

function switchParts(settings: Travelling, now: Settings): readonly Part[] {
  return switches.flatMap((name) => {
    const on = settings[name];
    return on === undefined
      ? []
      : [part(name, switchOf(now[name]), switchOf(on), { [name]: on }, { [name]: now[name] })];
  });
}

function alertParts(
  { alertAtPercent = {}, mutedAlerts, quietHours }: Travelling,
  now: Settings,
  keepKnown: KeepKnown,
  { providers }: SettingsPlace,
): readonly Part[] {
  const names = Object.keys(alertAtPercent);
  const namesHere = names.filter((name) => providers.some((id) => name === id || name.startsWith(`${id}/`)));
  const here = keepKnown('alertAtPercent', names, namesHere);
  const parts = entriesOf(alertAtPercent, here).map(([name, percents]) => {
    const before = now.alertAtPercent[name] ?? null;
    return part(
      'alertAtPercent',
      { kind: 'percents', percents: before },
      { kind: 'percents', percents },
      { alertAtPercent: { [name]: percents } },
      { alertAtPercent: { [name]: before } },
      name,
    );
  });
  if (mutedAlerts !== undefined)
    parts.push(
      part(
        'mutedAlerts',
        idsOf(now.mutedAlerts),
        idsOf(mutedAlerts),
        { mutedAlerts },
        {
          mutedAlerts: now.mutedAlerts,
        },
      ),
    );
  if (quietHours !== undefined) {
    const from: SettingValue = { kind: 'hours', hours: now.quietHours };
    const back = { quietHours: now.quietHours };
    parts.push(part('quietHours', from, { kind: 'hours', hours: quietHours }, { quietHours }, back));
  }
  return parts;
}

function limitParts(
  { dailyLimits = {} }: Travelling,
  now: Settings,
  keepKnown: KeepKnown,
  { accounts }: SettingsPlace,
): readonly Part[] {
  keepKnown<string>('dailyLimits', Object.keys(dailyLimits), accounts);
  return entriesOf(dailyLimits, accounts).map(([id, limit]) => {
    const before = now.dailyLimits[id] ?? null;
    return part(
      'dailyLimits',
      { kind: 'limit', limit: before },
      { kind: 'limit', limit },
      { dailyLimits: { [id]: limit } },
      { dailyLimits: { [id]: before } },
      id,
    );
  });
}

/** Lists by name are joined name by name. */
function joined(all: readonly SettingsChanges[]): SettingsChanges {
  return all.reduce<SettingsChanges>((sum, each) => {
    const { fallBackFrom, otherAccounts, alertAtPercent, dailyLimits } = each;
    return {
      ...sum,
      ...each,
      ...(fallBackFrom !== undefined && { fallBackFrom: { ...sum.fallBackFrom, ...fallBackFrom } }),
      ...(otherAccounts !== undefined && { otherAccounts: { ...sum.otherAccounts, ...otherAccounts } }),
      ...(alertAtPercent !== undefined && { alertAtPercent: { ...sum.alertAtPercent, ...alertAtPercent } }),
      ...(dailyLimits !== undefined && { dailyLimits: { ...sum.dailyLimits, ...dailyLimits } }),
    };
  }, {});
}
