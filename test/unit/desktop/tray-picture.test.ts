// The tray's picture: what it shows for which view, and that it can be read without colour and on any panel.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTrayPicture, trayStateOf, type TrayState } from '../../../main/desktop/tray-picture.ts';
import {
  nothingSwitched,
  primary,
  silentKeys,
  unknownSubscription,
  unknownWindow,
} from '../../fakes/view-parts.ts';
import type { AccountView, ProblemView, ProviderView, View, WindowView } from '../../../preload/view.ts';

const sizesPixels = [16, 22, 32, 44, 48, 66];
const states: readonly (readonly [string, TrayState])[] = [
  ['signed out', { kind: 'signed-out' }],
  ['unknown', { kind: 'unknown' }],
  ['a problem', { kind: 'problem' }],
  ['plenty', { kind: 'quota', usedPercent: 20, level: 'ok' }],
  ['low', { kind: 'quota', usedPercent: 90, level: 'low' }],
  ['exhausted', { kind: 'quota', usedPercent: 100, level: 'exhausted' }],
  ['plenty, with something under way', { kind: 'quota', usedPercent: 20, level: 'ok', busy: true }],
  ['signed out, with a sign-in under way', { kind: 'signed-out', busy: true }],
];

const anySize = fc.integer({ min: 1, max: 70 });
const anyStyle = fc.constantFrom('color', 'template');
const anyState = fc.oneof(
  fc.constantFrom<TrayState>({ kind: 'signed-out' }, { kind: 'unknown' }, { kind: 'problem' }),
  fc.record({
    kind: fc.constant('quota' as const),
    usedPercent: fc.integer({ min: -20, max: 250 }),
    level: fc.constantFrom('ok', 'low', 'exhausted'),
  }),
);

interface Pixel {
  readonly blue: number;
  readonly green: number;
  readonly red: number;
  readonly alpha: number;
}

function pixelsOf(picture: Uint8Array): Pixel[] {
  return Array.from({ length: picture.length / 4 }, (_, index) => {
    const [blue = 0, green = 0, red = 0, alpha = 0] = picture.subarray(index * 4, index * 4 + 4);
    return { blue, green, red, alpha };
  });
}

const alphasOf = (state: TrayState, sizePixels: number): number[] =>
  pixelsOf(drawTrayPicture(state, sizePixels, 'template')).map(({ alpha }) => alpha);

describe('every picture', () => {
  test('has four bytes a pixel', () => {
    fc.assert(
      fc.property(anyState, anySize, anyStyle, (state, sizePixels, style) => {
        expect(drawTrayPicture(state, sizePixels, style)).toHaveLength(sizePixels * sizePixels * 4);
      }),
      { numRuns: 50 },
    );
  });

  test('has no colour brighter than its alpha, as premultiplied pixels must', () => {
    fc.assert(
      fc.property(anyState, anySize, (state, sizePixels) => {
        const wrong = pixelsOf(drawTrayPicture(state, sizePixels, 'color')).filter(
          ({ blue, green, red, alpha }) => Math.max(blue, green, red) > alpha,
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('is only black as a template, with the same alpha as in colour', () => {
    fc.assert(
      fc.property(anyState, anySize, (state, sizePixels) => {
        const template = pixelsOf(drawTrayPicture(state, sizePixels, 'template'));
        expect(template.filter(({ blue, green, red }) => blue + green + red > 0)).toEqual([]);
        const color = pixelsOf(drawTrayPicture(state, sizePixels, 'color'));
        expect(template.map(({ alpha }) => alpha)).toEqual(color.map(({ alpha }) => alpha));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the arc', () => {
  test('never shrinks when more remains', () => {
    const used = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(used, used, fc.constantFrom(...sizesPixels), (one, other, sizePixels) => {
        const [less = 0, more = 0] = [Math.max(one, other), Math.min(one, other)].map((usedPercent) =>
          alphasOf({ kind: 'quota', usedPercent, level: 'ok' }, sizePixels).reduce(
            (sum, alpha) => sum + alpha,
          ),
        );
        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });

  test.each(sizesPixels)('starts at 12 o’clock and runs clockwise, at %d pixels', (sizePixels) => {
    const alphas = alphasOf({ kind: 'quota', usedPercent: 75, level: 'ok' }, sizePixels);
    const strong = alphas.map((alpha, index) => ({
      right: index % sizePixels >= sizePixels / 2,
      top: Math.floor(index / sizePixels) < sizePixels / 2,
      alpha,
    }));
    const inQuarter = (right: boolean, top: boolean): number =>
      strong.filter((at) => at.right === right && at.top === top && at.alpha === 255).length;
    // The gatehouse is the same on the left and on the right.
    expect(inQuarter(true, true)).toBeGreaterThan(inQuarter(false, true));
    expect(inQuarter(true, false)).toBe(inQuarter(false, false));
  });

  test('still shows when almost nothing remains', () => {
    const at = (usedPercent: number): number[] => alphasOf({ kind: 'quota', usedPercent, level: 'low' }, 22);
    expect(at(99)).not.toEqual(at(100));
  });

  test('is closed when nothing is used, and a figure outside 0–100 is drawn as the nearest within', () => {
    const at = (usedPercent: number): number[] => alphasOf({ kind: 'quota', usedPercent, level: 'ok' }, 22);
    expect(at(-5)).toEqual(at(0));
    expect(at(140)).toEqual(at(100));
  });
});

const pairs = states.flatMap(([name, state], index) =>
  states.slice(index + 1).map(([otherName, other]) => [name, otherName, state, other] as const),
);

describe.each(sizesPixels)('at %d pixels', (sizePixels) => {
  test.each(pairs)('%s and %s differ in shape, not in colour alone', (_name, _otherName, state, other) => {
    const others = alphasOf(other, sizePixels);
    const differing = alphasOf(state, sizePixels).filter(
      (alpha, index) => Math.abs(alpha - (others[index] ?? 0)) > 120,
    );
    expect(differing.length / others.length).toBeGreaterThan(0.03);
  });

  test('low differs in shape from plenty even at the same figure', () => {
    const [ok, low] = (['ok', 'low'] as const).map((level) =>
      alphasOf({ kind: 'quota', usedPercent: 85, level }, sizePixels),
    );
    expect(low).not.toEqual(ok);
  });

  test.each(states)('the middle of %s has crisp edges: none lies within a pixel', (_name, state) => {
    const alphas = alphasOf(state, sizePixels);
    const middle = alphas.filter((_alpha, index) => {
      const fromCenter = Math.hypot(
        (index % sizePixels) + 0.5 - sizePixels / 2,
        Math.floor(index / sizePixels) + 0.5 - sizePixels / 2,
      );
      return fromCenter < sizePixels * 0.28;
    });
    const soft = middle.filter((alpha) => alpha !== 0 && alpha !== 255);
    // Only the arch of the open gate is round.
    expect(soft.length / middle.length).toBeLessThan(0.05);
  });
});

/** Relative luminance (WCAG 2.2) of a colour given as three channels of 0–255. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ['light', 0xf0],
  ['dark', 0x20],
])('on a %s panel', (_name, panel) => {
  test.each(states)('the essential parts of %s stand out by 3:1', (_state, state) => {
    const essential = pixelsOf(drawTrayPicture(state, 22, 'color')).filter(({ alpha }) => alpha === 255);
    expect(essential.length).toBeGreaterThan(20);
    const contrasts = essential.map(({ red, green, blue }) =>
      contrast([red, green, blue], [panel, panel, panel]),
    );
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(3);
  });
});

test('red comes third and blue first, as Electron reads them', () => {
  const [, red] = pixelsOf(drawTrayPicture({ kind: 'problem' }, 22, 'color')).filter(
    ({ alpha }) => alpha === 255,
  );
  expect(red).toEqual({ blue: 43, green: 53, red: 224, alpha: 255 });
});

const problem = (code: string): ProblemView => ({ code, what: 'It broke.', next: 'Try again.' });
const quotaWindow = (usedPercent: number | null, level: WindowView['level']): WindowView => ({
  id: `${level}-${usedPercent ?? 'none'}`,
  label: 'Week',
  ...unknownWindow,
  usedPercent,
  level,
});

function accountView(changes: Partial<AccountView>): AccountView {
  return {
    id: 'ada',
    label: 'ada@example.test',
    organization: null,
    plan: null,
    subscription: unknownSubscription,
    windows: [],
    readAt: null,
    source: null,
    figuresFrom: null,
    metered: true,
    active: true,
    usedBy: [],
    renewedElsewhere: null,
    keys: silentKeys,
    problem: null,
    fix: null,
    ...changes,
  };
}

function providerView(id: string, accounts: readonly AccountView[], preferred = false): ProviderView {
  return {
    id,
    label: id,
    preferred,
    methods: [],
    signIn: null,
    incident: null,
    accounts,
    problem: null,
    fix: null,
  };
}

interface Situation {
  readonly providers: readonly ProviderView[];
  readonly selected?: string;
  readonly impaired?: boolean;
  readonly switching?: View['switching'];
}

function viewOf({
  providers,
  selected,
  impaired = false,
  switching = nothingSwitched,
}: Situation): Pick<View, 'providers' | 'impaired' | 'selection' | 'switching'> {
  return {
    providers,
    impaired,
    switching,
    selection: {
      provider: null,
      account: selected ?? null,
      reason: 'Because.',
      fallenBack: false,
      ...primary,
    },
  };
}

const half = [quotaWindow(50, 'ok')];

test.each<[string, Situation, TrayState]>([
  ['nobody is signed in', { providers: [providerView('claude', [])] }, { kind: 'signed-out' }],
  [
    'somebody is signing in',
    {
      providers: [
        { ...providerView('claude', []), signIn: { method: 'browser', step: 'waiting', url: null } },
      ],
    },
    { kind: 'signed-out', busy: true },
  ],
  [
    'a switch is under way',
    {
      providers: [providerView('claude', [accountView({ windows: half })])],
      selected: 'ada',
      switching: { ...nothingSwitched, running: { step: 'writing', to: 'Claude' } },
    },
    { kind: 'quota', usedPercent: 50, level: 'ok', busy: true },
  ],
  [
    'the app has a problem, whatever the figures are',
    {
      providers: [providerView('claude', [accountView({ windows: half })])],
      selected: 'ada',
      impaired: true,
    },
    { kind: 'problem' },
  ],
  [
    'the sign-in of the selected account was rejected',
    {
      providers: [
        providerView('claude', [accountView({ windows: half, problem: problem('credential/rejected') })]),
      ],
      selected: 'ada',
    },
    { kind: 'problem' },
  ],
  [
    'the key of the selected account was rejected',
    {
      providers: [providerView('claude', [accountView({ problem: problem('credential/key-rejected') })])],
      selected: 'ada',
    },
    { kind: 'problem' },
  ],
  [
    'the network is away: the last figures stay',
    {
      providers: [
        providerView('claude', [accountView({ windows: half, problem: problem('network/offline') })]),
      ],
      selected: 'ada',
    },
    { kind: 'quota', usedPercent: 50, level: 'ok' },
  ],
  [
    'the sign-in of another account was rejected',
    {
      providers: [
        providerView('claude', [accountView({ id: 'bob', problem: problem('credential/rejected') })], true),
        providerView('openai', [accountView({ windows: half })]),
      ],
      selected: 'ada',
    },
    { kind: 'quota', usedPercent: 50, level: 'ok' },
  ],
  [
    'the selected account has no figures yet',
    { providers: [providerView('claude', [accountView({})])], selected: 'ada' },
    { kind: 'unknown' },
  ],
  [
    'no window has a known figure',
    {
      providers: [providerView('claude', [accountView({ windows: [quotaWindow(null, 'unknown')] })])],
      selected: 'ada',
    },
    { kind: 'unknown' },
  ],
  [
    'several windows are known: the fullest counts, in whole percent that are reached',
    {
      providers: [
        providerView('claude', [
          accountView({
            windows: [
              quotaWindow(12, 'ok'),
              quotaWindow(82.6, 'low'),
              quotaWindow(null, 'unknown'),
              quotaWindow(3, 'ok'),
            ],
          }),
        ]),
      ],
      selected: 'ada',
    },
    { kind: 'quota', usedPercent: 82, level: 'low' },
  ],
  [
    'no account can serve because the preferred one is used up',
    {
      providers: [
        providerView('openai', [accountView({ id: 'bob', windows: half })]),
        providerView(
          'claude',
          [
            accountView({ id: 'eve', active: false, windows: half }),
            accountView({ windows: [quotaWindow(100, 'exhausted')] }),
          ],
          true,
        ),
      ],
    },
    { kind: 'quota', usedPercent: 100, level: 'exhausted' },
  ],
  [
    'no account can serve because nobody is signed in to the preferred provider',
    {
      providers: [providerView('openai', [accountView({ windows: half })]), providerView('claude', [], true)],
    },
    { kind: 'signed-out' },
  ],
])('the state when %s', (_name, situation, state) => {
  expect(trayStateOf(viewOf(situation))).toEqual(state);
});
