// The small meter above the other windows: who serves and how much is used, one line each. A click opens the window;
// Escape, a right click or the cross puts it away.
import { useEffect } from 'preact/hooks';
import type { MiniLineView } from '../../preload/view.ts';
import { ask } from '../bridge.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { view } from '../state.ts';
import { Close } from './icons.tsx';

function hide(): void {
  void ask('settings.change', { miniMeter: false });
}

export function MiniMeter() {
  const lines = view.value?.mini ?? [];
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') hide();
    };
    const onMenu = (event: Event): void => {
      event.preventDefault();
      hide();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('contextmenu', onMenu);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('contextmenu', onMenu);
    };
  }, []);
  const empty = view.value === null ? messages.loading : messages.miniEmpty;
  const said = lines.length === 0 ? empty : lines.map((line) => messages.miniLine(line, now.value));
  return (
    <main class="mini">
      <h1 class="unseen">{messages.miniTitle}</h1>
      <div class="mini-grip" aria-hidden="true" />
      <button
        type="button"
        class="mini-open"
        title={messages.miniOpen}
        onClick={() => {
          void ask('window.open', {});
        }}
      >
        <span class="unseen">{`${messages.miniOpen}. ${[said].flat().join('. ')}`}</span>
        {lines.length === 0 && (
          <span aria-hidden="true" class="mini-empty">
            {empty}
          </span>
        )}
        {lines.map((line) => (
          <MiniLine key={line.account} line={line} />
        ))}
      </button>
      <button type="button" class="mini-close" aria-label={messages.miniHide} onClick={hide}>
        <Close />
      </button>
    </main>
  );
}

function MiniLine({ line: { provider, label, window } }: { readonly line: MiniLineView }) {
  const shown = window === null ? 0 : Math.min(100, Math.max(0, window.usedPercent));
  return (
    <span aria-hidden="true" class={`mini-line mini-${window?.level ?? 'unknown'}`}>
      <span class="mini-names">
        <b>{provider}</b> {label}
      </span>
      <span class="mini-figures">
        {window === null ? messages.miniUnknown : messages.miniUsed(window.usedPercent)}
        {window?.resetsAt != null && <i>{messages.miniReset(window.resetsAt, now.value)}</i>}
      </span>
      <span class="mini-bar">
        <span style={{ inlineSize: `${shown}%` }} />
      </span>
    </span>
  );
}
