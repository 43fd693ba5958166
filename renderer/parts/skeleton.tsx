// Stands where the cards will be until the stored accounts have been read.
import { messages } from '../messages.ts';

export function Skeleton() {
  return (
    <div class="blanks" aria-busy="true">
      <p class="unseen" role="status">
        {messages.loading}
      </p>
      {[1, 2].map((place) => (
        <div key={place} class="provider" aria-hidden="true">
          <div class="blank blank-title" />
          <div class="card">
            <div class="blank blank-line" />
            <div class="blank blank-bar" />
            <div class="blank blank-words" />
          </div>
        </div>
      ))}
    </div>
  );
}
