// One section of the settings: its heading, its settings in one frame, and a line on all of them.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect } from 'preact/hooks';
import { useFocusHome } from '../focus.ts';

export interface SettingsSectionProps {
  readonly title: string;
  readonly effect?: string;
  /** Whether the settings were opened for this section. */
  readonly isTarget?: boolean;
  readonly children: ComponentChildren;
}

export function SettingsSection({ title, effect, isTarget = false, children }: SettingsSectionProps) {
  const heading = useId();
  const { home, onFocusIn } = useFocusHome<HTMLHeadingElement>();

  useLayoutEffect(() => {
    if (!isTarget) return;
    home.current?.scrollIntoView({ block: 'start', behavior: 'instant' });
    home.current?.focus({ preventScroll: true });
  }, []);

  return (
    <section class="provider" aria-labelledby={heading} onFocusIn={onFocusIn}>
      <h2 id={heading} class="provider-title" ref={home} tabIndex={-1}>
        {title}
      </h2>
      <div class="card settings">{children}</div>
      {effect !== undefined && <p class="hint">{effect}</p>}
    </section>
  );
}
