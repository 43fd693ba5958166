// The head of the settings: a search over all of them, only what was changed, how many are shown, and the way to each section.
import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { messages } from '../messages.ts';
import type { SettingsFilter } from '../settings-filter.ts';
import { SearchField } from './search-field.tsx';

export interface SettingsSearchProps {
  readonly filter: SettingsFilter;
}

export function SettingsSearch({ filter: { search, onlyChanged, shown } }: SettingsSearchProps) {
  const field = useRef<HTMLInputElement>(null);

  // Ends with the page itself, as its other keys do.
  useLayoutEffect(() => {
    const find = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== 'f' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', find);
    return () => {
      document.removeEventListener('keydown', find);
    };
  }, []);

  const isFiltered = search.value.trim() !== '' || onlyChanged.value;
  return (
    <div class="settings-head">
      <div class="settings-search" role="search">
        <SearchField
          search={search}
          label={messages.searchSettings}
          placeholder={messages.searchSettingsHint}
          field={field}
          shortcut="Control+F"
        />
        <Tick label={messages.onlyChanged} on={onlyChanged} />
      </div>
      <p class="hint passing" role="status">
        {isFiltered && shown.value > 0 && messages.settingsFound(shown.value)}
      </p>
      {isFiltered && shown.value === 0 && (
        <NothingShown
          isSearched={search.value.trim() !== ''}
          onAll={() => {
            search.value = '';
            onlyChanged.value = false;
            field.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function Tick({ label, on }: { readonly label: string; readonly on: Signal<boolean> }) {
  return (
    <label class="tick settings-only">
      <input
        type="checkbox"
        class="tick-box"
        checked={on.value}
        onChange={({ currentTarget }) => {
          on.value = currentTarget.checked;
        }}
      />
      <span>{label}</span>
    </label>
  );
}

interface NothingShownProps {
  readonly isSearched: boolean;
  readonly onAll: () => void;
}

function NothingShown({ isSearched, onAll }: NothingShownProps) {
  return (
    <div class="settings-nothing">
      <div role="alert">
        <p class="setting-label">{isSearched ? messages.noSettingFound : messages.nothingChanged}</p>
        <p class="setting-effect">{isSearched ? messages.noSettingFoundNext : messages.nothingChangedNext}</p>
      </div>
      <button type="button" class="button" onClick={onAll}>
        {messages.showAllSettings}
      </button>
    </div>
  );
}

/** Beside the settings, where the window is wide enough. */
export function SettingsIndex({ filter: { sections } }: SettingsSearchProps) {
  return (
    <nav class="settings-index" aria-label={messages.settingSections}>
      <ul>
        {sections.value
          .filter(({ shown }) => shown)
          .map(({ id, title }) => (
            <li key={id}>
              <button
                type="button"
                class="quiet-button quiet-button-small"
                onClick={() => {
                  const heading = document.getElementById(id);
                  heading?.scrollIntoView({ block: 'start', behavior: 'instant' });
                  heading?.focus({ preventScroll: true });
                }}
              >
                {title}
              </button>
            </li>
          ))}
      </ul>
    </nav>
  );
}
