// Where the window opens: as it was left, where that is still to be seen, else in a corner of the main screen. Pure.

/** In pixels of the desktop that do not depend on how fine a screen is. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const usualSize = { width: 440, height: 640 };
export const leastSize = { width: 360, height: 420 };
const margin = 12;
/** So much of its upper edge has to be on a screen that a hand can get hold of it. */
const gripWidth = 100;
const gripHeight = 24;

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

function canBeGripped({ x, y, width }: WindowPlace, screen: WindowPlace): boolean {
  const seen = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return seen >= gripWidth && y >= screen.y && y + gripHeight <= screen.y + screen.height;
}

/** Larger than its screen it would hide its own edges; where the screen is too small for it, it is as small as it gets. */
function fitted(place: WindowPlace, screen: WindowPlace): WindowPlace {
  return {
    ...place,
    width: between(place.width, leastSize.width, Math.max(leastSize.width, screen.width)),
    height: between(place.height, leastSize.height, Math.max(leastSize.height, screen.height)),
  };
}

/**
 * @param last undefined before it was closed for the first time
 * @param screens what of each can be used, the main one first
 */
export function placeFor(
  last: WindowPlace | undefined,
  [main, ...others]: readonly [WindowPlace, ...WindowPlace[]],
): WindowPlace {
  for (const screen of [main, ...others]) {
    const place = last && fitted(last, screen);
    if (place !== undefined && canBeGripped(place, screen)) return place;
  }
  // The corner where most trays are.
  const { width, height } = fitted({ ...main, ...(last ?? usualSize) }, main);
  return { x: Math.max(main.x, main.x + main.width - width - margin), y: main.y + margin, width, height };
}

export const miniSize = { width: 280, height: 68 };

export interface Corner {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the small meter opens: as it was left, where all of it is still to be seen, else in the lower right corner.
 * @param screens what of each can be used, the main one first
 */
export function miniPlaceFor(
  last: Corner | undefined,
  [main, ...others]: readonly [WindowPlace, ...WindowPlace[]],
): Corner {
  const isSeen = ({ x, y }: Corner): boolean =>
    [main, ...others].some(
      (screen) =>
        x >= screen.x &&
        y >= screen.y &&
        x + miniSize.width <= screen.x + screen.width &&
        y + miniSize.height <= screen.y + screen.height,
    );
  if (last !== undefined && isSeen(last)) return last;
  return {
    x: Math.max(main.x, main.x + main.width - miniSize.width - margin),
    y: Math.max(main.y, main.y + main.height - miniSize.height - margin),
  };
}

/** Whether it is one, and none that somebody has made up. */
export function isCorner({ x, y }: Corner): boolean {
  return [x, y].every((value) => Number.isInteger(value) && Math.abs(value) <= 100_000);
}

/** Whether it is one, and none that somebody has made up. */
export function isWindowPlace({ x, y, width, height }: WindowPlace): boolean {
  return (
    [x, y, width, height].every((value) => Number.isInteger(value) && Math.abs(value) <= 100_000) &&
    width >= leastSize.width &&
    height >= leastSize.height
  );
}
