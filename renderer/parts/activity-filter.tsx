// What is shown of the page Activity: a kind, and words to search for.
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { messages } from '../messages.ts';
import { activityKinds, type ActivityKind } from '../messages/kinds.ts';
import { SearchField } from './search-field.tsx';

export interface ActivityFilterProps {
  readonly kind: Signal<ActivityKind>;
  readonly search: Signal<string>;
  readonly field: RefObject<HTMLInputElement | null>;
}

export function ActivityFilter({ kind, search, field }: ActivityFilterProps) {
  return (
    <div class="activity-filter" role="search">
      <select
        class="field field-select"
        aria-label={messages.activityKindLabel}
        value={kind.value}
        onChange={({ currentTarget }) => {
          kind.value = activityKinds.find((each) => each === currentTarget.value) ?? 'all';
        }}
      >
        {activityKinds.map((each) => (
          <option key={each} value={each}>
            {messages.activityKind(each)}
          </option>
        ))}
      </select>
      <SearchField search={search} label={messages.searchActivity} field={field} />
    </div>
  );
}
