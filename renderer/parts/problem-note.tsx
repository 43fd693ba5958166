// What went wrong and what to do next, in a place that screen readers watch.
import type { ProblemView } from '../../preload/view.ts';
import { Warning } from './icons.tsx';

export function ProblemNote({ problems }: { readonly problems: readonly (ProblemView | null)[] }) {
  // The region stands even when empty: only a change inside an existing region is read out.
  return (
    <div class="notes" role="status">
      {problems.map(
        (problem) =>
          problem !== null && (
            <div key={`${problem.code} ${problem.what}`} class="note">
              <Warning />
              <p class="note-text">
                <strong>{problem.what}</strong> {problem.next}
              </p>
            </div>
          ),
      )}
    </div>
  );
}
