// The time by the second, for the few parts that count seconds, and only while they are drawn and seen.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const secondMs = 1_000;

/** Unix milliseconds; draws the part that asks again every second. */
export function useSeconds(): number {
  const time = useSignal(Date.now());
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'visible') time.value = Date.now();
    };
    const timer = window.setInterval(read, secondMs);
    document.addEventListener('visibilitychange', read);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, []);
  return time.value;
}
