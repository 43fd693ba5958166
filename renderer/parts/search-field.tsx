// A field to search with: the first Escape empties it, the next one does what Escape does elsewhere on the page.
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { Search } from './icons.tsx';

interface SearchFieldProps {
  readonly search: Signal<string>;
  readonly label: string;
  /** Without one, the label. */
  readonly placeholder?: string;
  readonly field?: RefObject<HTMLInputElement | null>;
  /** Keys that bring the person here. */
  readonly shortcut?: string;
}

export function SearchField({ search, label, placeholder = label, field, shortcut }: SearchFieldProps) {
  return (
    <div class="activity-search">
      <Search />
      <input
        {...(field !== undefined && { ref: field })}
        type="search"
        class="field"
        aria-label={label}
        placeholder={placeholder}
        aria-keyshortcuts={shortcut}
        spellcheck={false}
        autocomplete="off"
        maxLength={200}
        value={search.value}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || search.value === '') return;
          event.stopPropagation();
          search.value = '';
        }}
      />
    </div>
  );
}
