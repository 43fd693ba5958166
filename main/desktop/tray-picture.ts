// Draws the tray's picture: a ring of what remains of the quota around the gatehouse. Pure: no Electron, no Node.
import type { View } from '../../preload/view.ts';
import { fullestWindow } from '../state/fullest-window.ts';

/** `busy`: a sign-in or a switch is under way. Dots stand in the place of the gatehouse; nothing moves. */
export type TrayState = TrayQuotaState & { readonly busy?: true };

type TrayQuotaState =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'quota'; readonly usedPercent: number; readonly level: 'ok' | 'low' | 'exhausted' }
  | { readonly kind: 'problem' };

/** `template` is black and transparency only: macOS colours it itself. */
export type TrayStyle = 'color' | 'template';

/** How much of a pixel a shape covers, 0–1. The point is the pixel's centre, in pixels from the picture's. */
type Shape = (x: number, y: number) => number;
type Color = readonly [red: number, green: number, blue: number];

interface Layer {
  readonly shape: Shape;
  readonly color: Color;
  readonly opacity: number;
}

/** Lengths in pixels; whole ones at the sizes that are shown, so that edges fall between two pixels. */
interface Measures {
  /** One step of the grid of 16 or 22 that everything is drawn on. */
  readonly step: number;
  readonly outerRadius: number;
  readonly innerRadius: number;
  /** From the middle outwards: the edge of gate and middle merlon, of the outer merlon, and of the gatehouse. */
  readonly gate: number;
  readonly gap: number;
  readonly house: number;
}

// Mid-tones: each stands out from light panels and from dark ones by 3:1 or more.
const teal: Color = [42, 153, 139];
const amber: Color = [204, 112, 0];
const red: Color = [224, 53, 43];
const gray: Color = [128, 128, 128];
const black: Color = [0, 0, 0];

const faint = 0.35;
const fullTurn = 2 * Math.PI;
const dashes = 8;
/** Less than this could not be told from nothing. */
const leastArc = 0.03;

function measuresOf(sizePixels: number): Measures {
  const small = sizePixels % 16 === 0;
  const step = sizePixels / (small ? 16 : 22);
  const [outerRadius, innerRadius, house] = small ? [8, 6, 3] : [10, 7, 4];
  return {
    step,
    outerRadius: outerRadius * step,
    innerRadius: innerRadius * step,
    gate: step,
    gap: 2 * step,
    house: house * step,
  };
}

/** Coverage by the signed distance to the edge in pixels, negative inside: the edge is one pixel soft. */
const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));

/** What both shapes cover; the other is asked only where the first covers anything, which is a few pixels. */
const both =
  (one: Shape, other: Shape): Shape =>
  (x, y) => {
    const covered = one(x, y);
    return covered === 0 ? 0 : Math.min(covered, other(x, y));
  };
const without = (one: Shape, other: Shape): Shape => both(one, (x, y) => 1 - other(x, y));
const either = (first: Shape, ...rest: readonly Shape[]): Shape =>
  rest.reduce((one, other) => (x, y) => Math.max(one(x, y), other(x, y)), first);

const box =
  (left: number, top: number, right: number, bottom: number): Shape =>
  (x, y) =>
    cover(Math.max(left - x, x - right, top - y, y - bottom));

const disc =
  (centerY: number, radius: number): Shape =>
  (x, y) =>
    cover(Math.hypot(x, y - centerY) - radius);

const ring = (outerRadius: number, innerRadius: number): Shape =>
  without(disc(0, outerRadius), disc(0, innerRadius));

/** Clockwise from 12 o'clock, 0 up to a full turn. */
const turnOf = (x: number, y: number): number => (Math.atan2(x, -y) + fullTurn) % fullTurn;

/** What lies clockwise between 12 o'clock and a part of the full turn. */
function sector(part: number): Shape {
  const half = (part * fullTurn) / 2;
  return (x, y) => cover((Math.abs(turnOf(x, y) - half) - half) * Math.hypot(x, y));
}

/** Equal pieces of the full turn, the first one centred on 12 o'clock, with gaps of three eighths. */
const dashed: Shape = (x, y) => {
  const period = fullTurn / dashes;
  const fromDash = Math.abs(((turnOf(x, y) + period / 2) % period) - period / 2);
  return cover((fromDash - (period * 5) / 16) * Math.hypot(x, y));
};

/** The mark in the ring: a wall with three merlons. Its gate stands open or shut, or only its outline is left. */
function gatehouse({ house, gap, gate, step }: Measures, look: 'open' | 'shut' | 'hollow'): Shape {
  const wallTop = -house + 2 * step;
  const walls = either(
    box(-house, wallTop, house, house),
    box(-house, -house, -gap, wallTop),
    box(-gate, -house, gate, wallTop),
    box(gap, -house, house, wallTop),
  );
  switch (look) {
    case 'open': {
      const archCenter = house - 2 * step;
      return without(walls, either(box(-gate, archCenter, gate, house), disc(archCenter, gate)));
    }
    case 'hollow':
      return without(walls, box(step - house, wallTop + step, house - step, house - step));
    case 'shut':
      return walls;
  }
}

/** Something is under way: three dots in a row, each two steps wide with one step between them. */
function dots({ step }: Measures): Shape {
  const dot = (left: number): Shape => box(left * step, -step, (left + 2) * step, step);
  return either(dot(-4), dot(-1), dot(2));
}

function layersOf(state: TrayState, measures: Measures): readonly Layer[] {
  const { outerRadius, innerRadius, house, step } = measures;
  const wide = ring(outerRadius, innerRadius);
  const layer = (shape: Shape, color: Color, opacity = 1): Layer => ({ shape, color, opacity });
  /** What stands in the ring. */
  const mark = (shape: Shape, color: Color): Layer =>
    layer(state.busy === true ? dots(measures) : shape, color);
  switch (state.kind) {
    case 'signed-out':
      // The dots alone would be too little to be seen.
      return [
        state.busy === true ? layer(both(wide, dashed), gray) : layer(wide, gray, faint),
        mark(gatehouse(measures, 'hollow'), gray),
      ];
    case 'unknown':
      return [layer(both(wide, dashed), gray), mark(gatehouse(measures, 'open'), gray)];
    case 'problem': {
      const stem = box(-step, -house - step, step, house - 2 * step);
      const point = box(-step, house - step, step, house + step);
      return [layer(wide, red), mark(either(stem, point), red)];
    }
    case 'quota': {
      if (state.level === 'exhausted')
        return [
          layer(ring(outerRadius, innerRadius + step), red),
          mark(box(-house, -step, house, step), red),
        ];
      const color = state.level === 'low' ? amber : teal;
      const remaining = Math.min(1, Math.max(0, 1 - state.usedPercent / 100));
      const arc = remaining === 0 ? 0 : Math.max(leastArc, remaining);
      return [
        layer(wide, gray, faint),
        layer(arc === 1 ? wide : both(wide, sector(arc)), color),
        mark(gatehouse(measures, state.level === 'ok' ? 'open' : 'shut'), color),
      ];
    }
  }
}

/**
 * A square picture as rows of pixels from the top, four bytes each: blue, green, red, alpha, with the colours already
 * multiplied by alpha. That is Skia's N32 premultiplied on desktop systems, which Electron's
 * `nativeImage.createFromBitmap` and `addRepresentation` take as they are (shell/common/skia_util.cc).
 */
export function drawTrayPicture(state: TrayState, sizePixels: number, style: TrayStyle): Uint8Array {
  const layers = layersOf(state, measuresOf(sizePixels));
  const pixels = new Uint8Array(sizePixels * sizePixels * 4);
  for (let index = 0; index < sizePixels * sizePixels; index++) {
    const x = (index % sizePixels) + 0.5 - sizePixels / 2;
    const y = Math.floor(index / sizePixels) + 0.5 - sizePixels / 2;
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (const layer of layers) {
      const above = layer.shape(x, y) * layer.opacity;
      const [layerRed, layerGreen, layerBlue] = style === 'template' ? black : layer.color;
      red = layerRed * above + red * (1 - above);
      green = layerGreen * above + green * (1 - above);
      blue = layerBlue * above + blue * (1 - above);
      alpha = 255 * above + alpha * (1 - above);
    }
    pixels[index * 4] = Math.round(blue);
    pixels[index * 4 + 1] = Math.round(green);
    pixels[index * 4 + 2] = Math.round(red);
    pixels[index * 4 + 3] = Math.round(alpha);
  }
  return pixels;
}

const rejections: ReadonlySet<string> = new Set([
  'credential/rejected',
  'credential/revoked',
  'credential/key-rejected',
]);

/** What the icon says of the quota, and whether something is under way. */
export function trayStateOf(
  view: Pick<View, 'providers' | 'impaired' | 'selection' | 'switching'>,
): TrayState {
  const isBusy = view.switching.running !== null || view.providers.some(({ signIn }) => signIn !== null);
  return { ...quotaStateOf(view), ...(isBusy && { busy: true }) };
}

/** How full the fullest window is of the account that serves, or would if it could. */
function quotaStateOf(view: Pick<View, 'providers' | 'impaired' | 'selection'>): TrayQuotaState {
  if (view.impaired) return { kind: 'problem' };
  const accounts = view.providers.flatMap((provider) => provider.accounts);
  // Nothing may be able to serve because the preferred account is used up: then that is what the ring shows.
  const account =
    accounts.find(({ id }) => id === view.selection.account) ??
    view.providers.find(({ preferred }) => preferred)?.accounts.find(({ active }) => active);
  if (account === undefined) return { kind: 'signed-out' };
  if (account.problem !== null && rejections.has(account.problem.code)) return { kind: 'problem' };
  const window = fullestWindow([account]);
  if (window === undefined || window.level === 'unknown') return { kind: 'unknown' };
  return { kind: 'quota', usedPercent: Math.floor(window.usedPercent), level: window.level };
}
