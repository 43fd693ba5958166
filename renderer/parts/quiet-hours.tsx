// The hours in which notices wait, off until they are wanted.
import { useId } from 'preact/hooks';
import type { AlertSettingsView } from '../../preload/view.ts';
import { useDraft, type Draft } from '../draft.ts';
import { messages } from '../messages.ts';
import { timeOfDay } from '../time-of-day.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingSwitch } from './setting-switch.tsx';

type QuietHoursView = NonNullable<AlertSettingsView['quietHours']>;

/** A night, to begin with. */
const suggested: QuietHoursView = { fromMinute: 22 * 60, toMinute: 8 * 60 };

export function QuietHours({ quietHours }: { readonly quietHours: AlertSettingsView['quietHours'] }) {
  return (
    <SettingSwitch
      label={messages.quietHours}
      on={quietHours !== null}
      usual={false}
      change={(on) => ({ quietHours: on ? suggested : null })}
      effect={messages.quietHoursEffect}
    >
      {quietHours !== null && (
        <div class="times">
          <TimeField quietHours={quietHours} end="fromMinute" label={messages.quietFrom} />
          <TimeField quietHours={quietHours} end="toMinute" label={messages.quietTo} />
        </div>
      )}
    </SettingSwitch>
  );
}

interface TimeFieldProps {
  readonly quietHours: QuietHoursView;
  readonly end: keyof QuietHoursView;
  readonly label: string;
}

function TimeField({ quietHours, end, label }: TimeFieldProps) {
  const field = useId();
  const draft = useDraft(timeOfDay(quietHours[end]), (typed) => readTime(typed, quietHours, end));
  return (
    <div class="time">
      <label for={field}>{label}</label>
      <input {...draft.props} id={field} type="time" class="field field-time" />
      <p class="field-missing" role="status">
        {draft.fault}
      </p>
      <ProblemNote problems={[draft.problem]} />
    </div>
  );
}

function readTime(typed: string, quietHours: QuietHoursView, end: keyof QuietHoursView): Draft {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(typed) ?? [];
  if (hours === undefined || minutes === undefined) return { fault: messages.noTime };
  const next = { ...quietHours, [end]: Number(hours) * 60 + Number(minutes) };
  if (next.fromMinute === next.toMinute) return { fault: messages.sameTime };
  return { text: typed, change: { quietHours: next } };
}
