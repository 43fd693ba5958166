// The quota windows of one account: what limits all of it first, then what limits a part or lies beyond the plan, smaller.
import type { AccountView, WindowView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Meter } from './meter.tsx';

/** From this many on, those of a part are folded away as long as nothing is the matter with them. */
const many = 8;

/** Drawn again every minute, because what a window says of its age depends on the card's. */
export function WindowList({ account: { windows, readAt, source } }: { readonly account: AccountView }) {
  const cardReading = readAt === null ? null : messages.read(readAt, source, now.value);
  const main = windows.filter((window) => !isMinor(window));
  const minor = windows.filter(isMinor);
  const folded = windows.length < many ? [] : minor.filter(isQuiet);
  const shown = minor.filter((window) => !folded.includes(window));
  return (
    <>
      {main.map((window) => (
        <Meter key={window.id} window={window} cardReading={cardReading} />
      ))}
      {shown.length > 0 && <MinorMeters windows={shown} cardReading={cardReading} />}
      {folded.length > 0 && (
        <details class="more">
          <summary>{messages.moreLimits(folded.length)}</summary>
          <MinorMeters windows={folded} cardReading={cardReading} />
        </details>
      )}
    </>
  );
}

function isMinor({ scope, beyondPlan }: WindowView): boolean {
  return scope !== null || beyondPlan;
}

function isQuiet({ level, pace, beyondPlan }: WindowView): boolean {
  return !beyondPlan && (level === 'ok' || level === 'unknown') && pace.kind !== 'runs-out';
}

interface MinorMetersProps {
  readonly windows: readonly WindowView[];
  readonly cardReading: string | null;
}

function MinorMeters({ windows, cardReading }: MinorMetersProps) {
  return (
    <div class="minor-meters">
      {windows.map((window) => (
        <Meter key={window.id} window={window} cardReading={cardReading} minor />
      ))}
    </div>
  );
}
