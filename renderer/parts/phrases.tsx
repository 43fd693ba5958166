// Several short statements in a row, broken between them rather than inside them where room is short.
import { Fragment } from 'preact';

export function Phrases({ parts }: { readonly parts: readonly string[] }) {
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={part}>
          {index > 0 && ' '}
          <span class="phrase">{index < parts.length - 1 ? `${part} ·` : part}</span>
        </Fragment>
      ))}
    </>
  );
}
