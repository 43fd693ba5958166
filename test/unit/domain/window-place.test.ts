// The window opens where it was left, and never where nobody can get hold of it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isCorner,
  isWindowPlace,
  leastSize,
  miniPlaceFor,
  placeFor,
  type WindowPlace,
} from '../../../main/domain/window-place.ts';

const main: WindowPlace = { x: 0, y: 24, width: 1920, height: 1056 };
const second: WindowPlace = { x: 1920, y: 0, width: 1280, height: 1024 };
const left = { x: 2000, y: 100, width: 500, height: 700 };

test('it opens in the corner of the main screen at first', () => {
  expect(placeFor(undefined, [main, second])).toEqual({ x: 1468, y: 36, width: 440, height: 640 });
});

test('it opens where it was left, on whichever screen that is', () => {
  expect(placeFor(left, [main, second])).toEqual(left);
});

test.each<[string, WindowPlace, readonly [WindowPlace, ...WindowPlace[]]]>([
  ['whose screen is gone', left, [main]],
  ['that is above the screen', { ...left, x: 100, y: -30 }, [main]],
  ['that is below the screen', { ...left, x: 100, y: 1070 }, [main]],
  ['of which only an edge can be seen', { ...left, x: 1850, y: 100 }, [main]],
])('one %s opens in the corner, as large as it was', (_name, last, screens) => {
  expect(placeFor(last, screens)).toEqual({ x: 1408, y: 36, width: 500, height: 700 });
});

test('it is no larger than its screen, and no smaller than it can be', () => {
  const small = { x: 0, y: 0, width: 800, height: 600 };
  const tiny = { x: 0, y: 0, width: 320, height: 240 };
  const large = { x: 10, y: 10, width: 3000, height: 2000 };
  expect([placeFor(large, [small]), placeFor(undefined, [tiny])]).toEqual([
    { x: 10, y: 10, width: 800, height: 600 },
    { x: 0, y: 12, ...leastSize },
  ]);
});

const side = fc.integer({ min: 360, max: 5000 });
const spot = fc.integer({ min: -6000, max: 6000 });
const place = fc.record({ x: spot, y: spot, width: side, height: side });

test('wherever it was left, its upper edge can be gripped on one of the screens', () => {
  fc.assert(
    fc.property(place, place, place, (last, one, other) => {
      const opened = placeFor(last, [one, other]);
      const seen = [one, other].map((screen) => {
        const width =
          Math.min(opened.x + opened.width, screen.x + screen.width) - Math.max(opened.x, screen.x);
        return width >= 100 && opened.y >= screen.y && opened.y < screen.y + screen.height;
      });
      expect(seen).toContain(true);
    }),
  );
});

test.each<[WindowPlace, boolean]>([
  [left, true],
  [{ ...left, width: 10 }, false],
  [{ ...left, x: 0.5 }, false],
  [{ ...left, y: 1e9 }, false],
])('%j counts as a place: %j', (made, isOne) => {
  expect(isWindowPlace(made)).toBe(isOne);
});

test.each([
  ['at first', undefined, { x: 1628, y: 1000 }],
  ['as it was left', { x: 2000, y: 100 }, { x: 2000, y: 100 }],
  ['partly off every screen', { x: 1800, y: 100 }, { x: 1628, y: 1000 }],
  ['above the screen', { x: 100, y: 0 }, { x: 1628, y: 1000 }],
])('the small meter, %s, opens where all of it is seen', (_name, last, corner) => {
  expect(miniPlaceFor(last, [main, second])).toEqual(corner);
});

test('a corner that somebody has made up is none', () => {
  expect(
    [
      { x: 1, y: 2 },
      { x: 1.5, y: 2 },
      { x: 1, y: 1e9 },
    ].map(isCorner),
  ).toEqual([true, false, false]);
});
