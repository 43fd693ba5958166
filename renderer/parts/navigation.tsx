// The ways to the pages of the window, always in sight: one press each.
import type { RefObject } from 'preact';
import { messages } from '../messages.ts';
import type { PageName } from '../../preload/contract.ts';
import { goTo } from '../state.ts';
import { Agents, Clipboard, Course, Gear, People, Stethoscope } from './icons.tsx';

const pages: readonly { readonly name: PageName; readonly Icon: () => preact.JSX.Element }[] = [
  { name: 'accounts', Icon: People },
  { name: 'history', Icon: Course },
  { name: 'agents', Icon: Agents },
  { name: 'activity', Icon: Clipboard },
  { name: 'doctor', Icon: Stethoscope },
  { name: 'settings', Icon: Gear },
];

export interface NavigationProps {
  readonly current: PageName;
  /** Of the settings, which get the keyboard back when what opened a page is gone. */
  readonly gear: RefObject<HTMLButtonElement | null>;
}

export function Navigation({ current, gear }: NavigationProps) {
  return (
    <nav class="navigation" aria-label={messages.pages}>
      {pages.map(({ name, Icon }) => (
        <button
          key={name}
          ref={name === 'settings' ? gear : null}
          type="button"
          class="tab"
          title={messages.page(name)}
          aria-current={name === current ? 'page' : undefined}
          onClick={({ currentTarget }) => {
            if (name !== current) goTo(name, currentTarget);
          }}
        >
          <Icon />
          <span class="tab-label">{messages.page(name)}</span>
        </button>
      ))}
    </nav>
  );
}
