// The settings' section on agents: how many at once, how much of a quota, and when nothing is given out at all.
import { useId } from 'preact/hooks';
import type { DailyLimitView, SettingsView } from '../../preload/view.ts';
import { useDraft, type Draft } from '../draft.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingNumber } from './setting-number.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingsSection } from './settings-section.tsx';

export function AgentsSettings({ settings }: { readonly settings: SettingsView }) {
  const { numbers, dailyLimits, lockWithScreen, usual } = settings;
  return (
    <SettingsSection title={messages.agents} effect={messages.agentsEffect}>
      <SettingNumber
        name="agentsAtOnce"
        number={numbers.agentsAtOnce}
        change={(agentsAtOnce) => ({ agentsAtOnce })}
      />
      <SettingNumber
        name="leastLeasePercent"
        number={numbers.leastLeasePercent}
        change={(leastLeasePercent) => ({ leastLeasePercent })}
      />
      {dailyLimits.map((daily) => (
        <DailyLimit key={daily.account} daily={daily} />
      ))}
      <SettingSwitch
        label={messages.lockWithScreen}
        on={lockWithScreen}
        usual={usual.lockWithScreen}
        change={(on) => ({ lockWithScreen: on })}
        effect={messages.lockWithScreenEffect}
      />
    </SettingsSection>
  );
}

type Limit = NonNullable<DailyLimitView['limit']>;

/** To begin with. */
const suggested: Limit = { unit: 'percent', value: 50 };

function DailyLimit({ daily: { account, label, limit } }: { readonly daily: DailyLimitView }) {
  return (
    <SettingSwitch
      label={messages.dailyLimit(label)}
      on={limit !== null}
      usual={false}
      change={(on) => ({ dailyLimits: { [account]: on ? suggested : null } })}
      effect={messages.dailyLimitEffect}
    >
      {limit !== null && <LimitField account={account} label={label} limit={limit} />}
    </SettingSwitch>
  );
}

interface LimitFieldProps {
  readonly account: string;
  readonly label: string;
  readonly limit: Limit;
}

function LimitField({ account, label, limit: { unit, value } }: LimitFieldProps) {
  const field = useId();
  const draft = useDraft(String(value), (typed) => readLimit(typed, account, unit));
  return (
    <div class="limit">
      <label for={field}>{messages.atMost}</label>
      <div class="figure">
        <input
          {...draft.props}
          id={field}
          class={`field field-figure field-${unit}`}
          inputmode="numeric"
          autocomplete="off"
          maxLength={15}
          aria-label={messages.atMostOf(label, unit)}
        />
        <span class="figure-unit" aria-hidden="true">
          {messages.limitUnit(unit)}
        </span>
      </div>
      <p class="field-missing" role="status">
        {draft.fault}
      </p>
      <ProblemNote problems={[draft.problem]} />
    </div>
  );
}

function readLimit(typed: string, account: string, unit: Limit['unit']): Draft {
  if (!/^\d+$/.test(typed)) return { fault: messages.notWhole };
  const value = Number(typed);
  if (value < 1 || (unit === 'percent' && value > 100)) return { fault: messages.noLimit(unit) };
  return { text: String(value), change: { dailyLimits: { [account]: { unit, value } } } };
}
