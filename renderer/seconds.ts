// The time by the second, for the few parts that count seconds on the accounts, and only while those are seen.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { openPage } from './state.ts';

const secondMs = 1_000;

/** Unix milliseconds; draws the part that asks again every second. */
export function useSeconds(): number {
  const time = useSignal(Date.now());
  const isCovered = openPage.value !== null;
  useEffect(() => {
    if (isCovered) return undefined;
    let timer: number | undefined;
    const read = (): void => {
      time.value = Date.now();
    };
    const follow = (): void => {
      window.clearInterval(timer);
      timer = undefined;
      if (document.visibilityState !== 'visible') return;
      read();
      timer = window.setInterval(read, secondMs);
    };
    document.addEventListener('visibilitychange', follow);
    follow();
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [isCovered]);
  return time.value;
}
