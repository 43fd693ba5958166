// What the vendor's own status page says is wrong now, and its address to copy.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ProviderView } from '../../preload/view.ts';
import { copyText } from '../copy.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { Warning } from './icons.tsx';

export function IncidentLine({ label, incident }: Pick<ProviderView, 'label' | 'incident'>) {
  const link = useRef<HTMLElement>(null);
  const copied = useSignal<boolean | null>(null);
  if (incident === null) return null;
  return (
    <div class={`incident incident-${incident.impact}`}>
      <Warning />
      <p>
        <span class="incident-impact">{messages.incidentImpact(incident.impact)}. </span>
        {messages.incident(label, incident, now.value)}
      </p>
      <div class="incident-link">
        <span ref={link}>{incident.url}</span>
        <button
          type="button"
          class="quiet-button quiet-button-small"
          aria-label={messages.incidentCopy}
          onClick={() => {
            if (link.current !== null) copied.value = copyText(link.current);
          }}
        >
          {messages.copy}
        </button>
        <span role="status">
          {copied.value !== null && (copied.value ? messages.copied : messages.notCopied)}
        </span>
      </div>
    </div>
  );
}
