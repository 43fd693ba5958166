// The time that countdowns and ages are counted from. One timer for the whole window, and only while it is seen.
import { signal } from '@preact/signals';

const minuteMs = 60_000;

/** Unix milliseconds, at most a minute old while the window is visible. */
export const now = signal(Date.now());

export function readTime(): void {
  now.value = Date.now();
}

export function followTime(page: Document): void {
  let timer: number | undefined;
  const follow = (): void => {
    window.clearInterval(timer);
    timer = undefined;
    if (page.visibilityState !== 'visible') return;
    readTime();
    timer = window.setInterval(readTime, minuteMs);
  };
  page.addEventListener('visibilitychange', follow);
  follow();
}
