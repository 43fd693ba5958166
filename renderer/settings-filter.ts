// What is shown of the settings while words are searched for, or only what was changed. It goes by what is drawn: each row of a
// section is found by all the text that stands in it and by its section's title, so that a setting that comes later is found
// as well and none can be forgotten. A row is changed when it says so (`data-changed`).
import { useSignal, type Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface SectionEntry {
  /** Of its heading. */
  readonly id: string;
  readonly title: string;
  readonly shown: boolean;
}

export interface SettingsFilter {
  /** For what holds the sections. */
  readonly root: RefObject<HTMLDivElement | null>;
  readonly search: Signal<string>;
  readonly onlyChanged: Signal<boolean>;
  /** How many settings are shown. */
  readonly shown: Signal<number>;
  readonly sections: Signal<readonly SectionEntry[]>;
}

/** Without accents and capitals, so that "uber" finds "Über". */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

function wordsIn(search: string): readonly string[] {
  return folded(search)
    .split(/\s+/)
    .filter((word) => word !== '');
}

function fits(row: HTMLElement, title: string, words: readonly string[], onlyChanged: boolean): boolean {
  if (onlyChanged && row.dataset['changed'] === undefined) return false;
  const text = folded(`${title} ${row.textContent}`);
  return words.every((word) => text.includes(word));
}

export function useSettingsFilter(): SettingsFilter {
  const root = useRef<HTMLDivElement>(null);
  const search = useSignal('');
  const onlyChanged = useSignal(false);
  const shown = useSignal(0);
  const sections = useSignal<readonly SectionEntry[]>([]);

  useLayoutEffect(() => {
    const place = root.current;
    if (place === null) return;
    const apply = (): void => {
      const words = wordsIn(search.peek());
      let count = 0;
      const found = [...place.querySelectorAll<HTMLElement>(':scope > section')].map((section) => {
        const heading = section.querySelector('h2');
        const title = heading?.textContent ?? '';
        const rows = [...section.querySelectorAll<HTMLElement>('.settings > *')];
        for (const row of rows) {
          // Where the keyboard is, the person is at work.
          const isHeld = row.contains(document.activeElement);
          row.hidden = !isHeld && !fits(row, title, words, onlyChanged.peek());
        }
        const visible = rows.filter((row) => !row.hidden && row.textContent !== '').length;
        count += visible;
        section.hidden = visible === 0;
        return { id: heading?.id ?? '', title, shown: visible > 0 };
      });
      shown.value = count;
      if (JSON.stringify(found) !== JSON.stringify(sections.peek())) sections.value = found;
    };
    const observer = new MutationObserver(apply);
    observer.observe(place, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['data-changed'],
    });
    const stops = [search.subscribe(apply), onlyChanged.subscribe(apply)];
    document.addEventListener('focusin', apply);
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
      document.removeEventListener('focusin', apply);
    };
  }, []);

  return { root, search, onlyChanged, shown, sections };
}
