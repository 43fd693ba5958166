// One thing that happened: its drawing, its sentence with what belongs to it, and its time.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ActivityEntryView } from '../../preload/view.ts';
import type { ActivityLine } from '../activity-lines.ts';
import { messages } from '../messages.ts';
import {
  AgentGone,
  Agents,
  Agreed,
  Allowed,
  Download,
  Key,
  Locked,
  Refresh,
  Refused,
  SignedIn,
  SignedOut,
  StandIn,
  Undone,
  Unlocked,
  Warning,
} from './icons.tsx';
import { Phrases } from './phrases.tsx';

const drawings: Readonly<Record<ActivityEntryView['action'], () => JSX.Element>> = {
  'sign-in': SignedIn,
  'sign-out': SignedOut,
  refresh: Refresh,
  'refresh-failed': Warning,
  import: Download,
  consent: Agreed,
  'key-store': Locked,
  backup: Key,
  command: Agreed,
  'package-approved': Agreed,
  'package-forgotten': Undone,
  'flag-set': Agreed,
  'flag-reset': Undone,
  switch: StandIn,
  undo: Undone,
  lease: Agents,
  'lease-ended': AgentGone,
  'hand-out': Key,
  'hand-out-denied': Refused,
  'hand-out-failed': Warning,
  rule: Allowed,
  lock: Locked,
  unlock: Unlocked,
};

function drawingOf({ action, failure, what }: ActivityEntryView): () => JSX.Element {
  if (action === 'rule' && what === 'never') return Refused;
  return failure === null || action === 'hand-out-denied' ? drawings[action] : Warning;
}

/** Drawn once for each line, for there may be a thousand of them. */
export function ActivityEntry({ line }: { readonly line: ActivityLine }) {
  return useMemo(() => drawn(line), [line]);
}

function drawn({ entry, sentence, details, time }: ActivityLine): JSX.Element {
  const Drawing = drawingOf(entry);
  return (
    <li class={entry.failure !== null ? 'activity-entry activity-entry-refused' : 'activity-entry'}>
      <Drawing />
      <div class="activity-words">
        <p>{sentence}</p>
        {details.length > 0 && (
          <p class="setting-effect">
            <Phrases parts={details} />
          </p>
        )}
      </div>
      <time
        class="activity-time"
        dateTime={new Date(entry.at).toISOString()}
        title={messages.activityMoment(entry.at)}
      >
        {time}
      </time>
    </li>
  );
}
