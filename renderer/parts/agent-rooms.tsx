// How much is left of each account, and how much of that is reserved by agents.
import { useId } from 'preact/hooks';
import type { AccountRoomView } from '../../preload/view.ts';
import { agentAccount, isMeteredAccount } from '../agent-account.ts';
import { messages } from '../messages.ts';
import { Phrases } from './phrases.tsx';
import { SettingsSection } from './settings-section.tsx';

/** So many are in sight in any case; those with agents always are. */
const inSight = 4;

export function AgentRooms({ rooms }: { readonly rooms: readonly AccountRoomView[] }) {
  const busy = rooms.filter(({ running }) => running > 0);
  const sorted = [...busy, ...rooms.filter(({ running }) => running === 0)];
  const count = Math.max(busy.length, inSight);
  const rest = sorted.slice(count);
  const isAnyReserved = rooms.some(({ outstandingPercent }) => outstandingPercent > 0);
  return (
    <SettingsSection title={messages.rooms} {...(isAnyReserved && { effect: messages.roomsEffect })}>
      <div class="rooms">
        {sorted.slice(0, count).map((room) => (
          <Room key={room.account} room={room} />
        ))}
        {rest.length > 0 && (
          <details class="more">
            <summary>{messages.moreRooms(rest.length)}</summary>
            <div class="rooms rooms-more">
              {rest.map((room) => (
                <Room key={room.account} room={room} />
              ))}
            </div>
          </details>
        )}
      </div>
    </SettingsSection>
  );
}

type RoomState = 'ok' | 'low' | 'exhausted' | 'unknown';

/** All reserved is no loss, but nobody else can begin. */
function stateOf({ leftPercent, outstandingPercent }: AccountRoomView): RoomState {
  if (leftPercent === null) return 'unknown';
  if (leftPercent <= 0) return 'exhausted';
  return outstandingPercent >= leftPercent ? 'low' : 'ok';
}

function stateWords(state: RoomState): string | null {
  if (state === 'low') return messages.roomReserved;
  return state === 'exhausted' ? messages.roomSpent : null;
}

function Room({ room }: { readonly room: AccountRoomView }) {
  const title = useId();
  const state = stateOf(room);
  const words = stateWords(state);
  const isMetered = isMeteredAccount(room.account);
  const parts = messages.roomParts(room, isMetered);
  return (
    <div class={`meter meter-${state}`}>
      <div class="meter-head">
        <span id={title} class="meter-label">
          {agentAccount(room.account, room.label)}
        </span>
        {words !== null && <span class="level">{words}</span>}
      </div>
      {room.leftPercent === null ? (
        // A meter must have a value; this one has none to give. What is paid as it goes has no bar at all.
        isMetered && <div class="bar bar-unknown" />
      ) : (
        <Bar
          title={title}
          leftPercent={room.leftPercent}
          reservedPercent={room.outstandingPercent}
          words={messages.list(parts)}
        />
      )}
      <p class="meter-words">
        <Phrases parts={parts} />
      </p>
    </div>
  );
}

interface BarProps {
  readonly title: string;
  readonly leftPercent: number;
  readonly reservedPercent: number;
  readonly words: string;
}

function Bar({ title, leftPercent, reservedPercent, words }: BarProps) {
  const left = Math.min(100, Math.max(0, leftPercent));
  // Leases may hold more than is left, when others have used it meanwhile; the words keep the figure.
  const reserved = Math.min(left, Math.max(0, reservedPercent));
  return (
    <div
      class="bar bar-room"
      role="meter"
      aria-labelledby={title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.ceil(left)}
      aria-valuetext={words}
    >
      <div class="bar-free" style={{ inlineSize: `${left - reserved}%` }} />
      {reserved > 0 && <div class="bar-reserved" style={{ inlineSize: `${reserved}%` }} />}
    </div>
  );
}
