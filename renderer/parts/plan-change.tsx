// What has become of the plan: the one before it, and a warning where it has ended or become smaller.
import type { SubscriptionView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { momentTitle } from '../moment-title.ts';
import { Warning } from './icons.tsx';

export function PlanChange({ subscription }: { readonly subscription: SubscriptionView }) {
  const { status, before, changedAt } = subscription;
  if (before === null || changedAt === null) return null;
  const words = messages.planBefore(before, changedAt);
  const title = momentTitle(changedAt);
  const loss = messages.planChange(status);
  if (loss === null)
    return (
      <p class="plan-before" title={title}>
        {words}
      </p>
    );
  return (
    <div class="note" title={title}>
      <Warning />
      <p class="note-text">
        <strong>{loss}</strong> {words}.
      </p>
    </div>
  );
}
