// Several short statements in a row, broken between them rather than inside them where room is short. The dot between two of
// them belongs to the second and is cut off where that one begins a line, so that no line ends or begins with one.
import { Fragment } from 'preact';

export function Phrases({ parts }: { readonly parts: readonly string[] }) {
  return (
    <span class="phrases">
      <span class="phrases-row">
        {parts.map((part, index) => (
          <Fragment key={part}>
            {index > 0 && ' '}
            <span class="phrase">
              {index > 0 && <span class="phrase-dot">· </span>}
              {part}
            </span>
          </Fragment>
        ))}
      </span>
    </span>
  );
}
