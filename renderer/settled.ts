// What can wait until the first picture of the window stands: whoever opens it wants to see the accounts.
import { effect, signal } from '@preact/signals';
import { view } from './state.ts';

/** From then on details may be drawn that need the formatter of dates: a process takes 15 ms and more for its first. */
export const settled = signal(false);

/** Call once. */
export function followSettled(): void {
  const stop = effect(() => {
    if (view.value?.loaded !== true) return;
    // A callback for idle time also comes before the first frame; the second frame is not begun before the first one stands.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        stop();
        requestIdleCallback(() => {
          settled.value = true;
        });
      });
    });
  });
}
