// The code that a person types into a page of the provider's: large, ready to be copied, and how long it is still valid.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { SignInView } from '../../preload/view.ts';
import { copyText } from '../copy.ts';
import { messages } from '../messages.ts';
import { minuteMs } from '../messages/units.ts';
import { useSeconds } from '../seconds.ts';

const secondMs = 1_000;
const minuteSeconds = 60;

export interface DeviceCodeProps {
  readonly code: NonNullable<SignInView['code']>;
  /** Ends this sign-in and starts it anew. */
  readonly onNewCode: () => void;
}

export function DeviceCode({ code: { text, expiresAt }, onNewCode }: DeviceCodeProps) {
  const field = useRef<HTMLParagraphElement>(null);
  const copied = useSignal<boolean | null>(null);
  const time = useSeconds();
  const since = useRef(time);
  const leftMs = Math.max(0, expiresAt - time);
  const isOver = leftMs === 0;
  return (
    <div class={isOver ? 'device device-over' : 'device'}>
      <div class="device-line">
        <p
          ref={field}
          class="device-code"
          role="textbox"
          aria-readonly="true"
          aria-label={messages.code}
          tabIndex={0}
        >
          {groupsOf(text).map((group, place) => (
            <span key={place} class="device-group">
              {group}
            </span>
          ))}
        </p>
        <Countdown leftMs={leftMs} wholeMs={expiresAt - since.current} />
      </div>
      {/* By the minute: every second would drown out everything else. */}
      <p class={isOver ? 'device-words' : 'unseen'} role="status">
        {isOver ? messages.codeOver : messages.codeLeft(Math.ceil(leftMs / minuteMs))}
      </p>
      <div class="actions">
        {isOver ? (
          <button type="button" class="button button-main" onClick={onNewCode}>
            {messages.newCode}
          </button>
        ) : (
          <button
            type="button"
            class="button button-main"
            onClick={() => {
              if (field.current !== null) copied.value = copyText(field.current);
            }}
          >
            {messages.copyCode}
          </button>
        )}
        <span class="hint" role="status">
          {!isOver && copied.value !== null && (copied.value ? messages.codeCopied : messages.codeNotCopied)}
        </span>
      </div>
    </div>
  );
}

/** As the provider has grouped it, or else by four. The text stays what it is, so that it is copied whole. */
function groupsOf(text: string): readonly string[] {
  if (/[\s-]/.test(text)) return text.split(/(?<=[\s-])/);
  return text.length < 8 ? [text] : (text.match(/.{1,4}/g) ?? [text]);
}

/** A ring that empties, round the minutes and seconds that are left. */
function Countdown({ leftMs, wholeMs }: { readonly leftMs: number; readonly wholeMs: number }) {
  const share = wholeMs <= 0 ? 0 : Math.min(1, leftMs / wholeMs);
  const seconds = Math.ceil(leftMs / secondMs);
  const clock = `${Math.floor(seconds / minuteSeconds)}:${String(seconds % minuteSeconds).padStart(2, '0')}`;
  return (
    <div class="countdown" role="timer" aria-label={messages.codeClock}>
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle class="countdown-ground" cx="18" cy="18" r="16" />
        <circle
          class="countdown-left"
          cx="18"
          cy="18"
          r="16"
          pathLength={100}
          stroke-dasharray={`${100 * share} 100`}
        />
      </svg>
      <span>{clock}</span>
    </div>
  );
}
