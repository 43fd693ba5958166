// What a file with settings would change, each with how it is now, and what of the file stays out.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type {
  SettingsOfferView,
  SettingsView,
  SettingStepView,
  SettingValueView,
} from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { timeOfDay } from '../time-of-day.ts';

export interface SettingsOfferProps {
  readonly offer: SettingsOfferView;
  readonly settings: SettingsView;
  readonly busy: boolean;
  readonly onApply: () => void;
  readonly onCancel: () => void;
}

export function SettingsOffer({ offer, settings, busy, onApply, onCancel }: SettingsOfferProps) {
  const { path, steps, ignored } = offer;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div class="settings-offer">
      <h3 ref={heading} class="setting-label" tabIndex={-1}>
        {messages.wouldChange(steps.length)}
      </h3>
      <p class="setting-effect path">{path}</p>
      {steps.length === 0 ? (
        <p>{messages.wouldChangeNothing}</p>
      ) : (
        <ul class="settings-steps">
          {steps.map((step) => (
            <li key={`${step.setting} ${step.of}`} class="settings-step">
              <span class="settings-step-name">{stepName(step)}</span>{' '}
              <span class="setting-effect">
                {valueWords(step, step.from, settings)}
                <span class="unseen"> {messages.becomes} </span>
                <span aria-hidden="true"> → </span>
                <strong class="settings-step-to">{valueWords(step, step.to, settings)}</strong>
              </span>
            </li>
          ))}
        </ul>
      )}
      {ignored.length > 0 && (
        <details>
          <summary class="setting-effect">
            {messages.ignoredSettings(ignored.reduce((sum, { names }) => sum + names.length, 0))}
          </summary>
          <ul class="settings-ignored">
            {ignored.map(({ reason, names }) => (
              <li key={reason} class="setting-effect">
                {messages.ignoredReason(reason)}: <span class="path">{names.join(', ')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div class="buttons">
        {steps.length > 0 && (
          <button
            type="button"
            class="button button-main"
            aria-disabled={busy}
            aria-busy={busy}
            onClick={onApply}
          >
            {messages.applySettings(steps.length)}
          </button>
        )}
        <button type="button" class="button" onClick={onCancel}>
          {messages.cancel}
        </button>
      </div>
    </div>
  );
}

/** The setting that a step changes, as the page calls it. */
export function stepName({ setting, of }: Pick<SettingStepView, 'setting' | 'of'>): string {
  const whose = of ?? '';
  switch (setting) {
    case 'language':
      return messages.languageName;
    case 'hideIdentities':
      return messages.hideIdentities;
    case 'miniMeter':
      return messages.miniMeter;
    case 'hiddenProviders':
      return messages.hiddenProvidersName;
    case 'accountOrder':
      return messages.accountOrderName;
    case 'strategy':
      return messages.strategyName;
    case 'fallBackFrom':
      return messages.fallBackOf(whose);
    case 'otherAccounts':
      return messages.otherAccount(whose);
    case 'dailyLimits':
      return messages.dailyLimit(whose);
    case 'lockWithScreen':
      return messages.lockWithScreen;
    case 'notify':
      return messages.notify;
    case 'alertAtPercent':
      return messages.noticesFor(whose);
    case 'mutedAlerts':
      return messages.alertKindsName;
    case 'quietHours':
      return messages.quietHours;
    case 'alertSound':
      return messages.alertSound;
    case 'reservePercent':
    case 'notifyAtPercent':
    case 'agentsAtOnce':
    case 'leastLeasePercent':
    case 'quotaEveryMinutes':
    case 'planEveryMinutes':
      return messages.number(setting);
  }
}

function valueWords({ setting }: SettingStepView, value: SettingValueView, settings: SettingsView): string {
  switch (value.kind) {
    case 'switch':
      return value.on ? messages.valueOn : messages.valueOff;
    case 'number':
      return String(value.value);
    case 'id':
      if (value.id === 'system' || value.id === 'en' || value.id === 'de')
        return messages.languageChoice(value.id);
      return settings.strategies.find(({ id }) => id === value.id)?.label ?? value.id;
    case 'percents':
      if (value.percents === null) return messages.valueUsual;
      return value.percents.length === 0 ? messages.valueNone : messages.valuePercents(value.percents);
    case 'limit':
      return value.limit === null ? messages.valueNone : messages.valueLimit(value.limit);
    case 'hours':
      return value.hours === null
        ? messages.valueNone
        : `${timeOfDay(value.hours.fromMinute)}–${timeOfDay(value.hours.toMinute)}`;
    case 'kinds':
      return value.kinds.length === 0
        ? messages.valueAllTold
        : messages.valueNotTold(value.kinds.map((kind) => messages.alertKind(kind)));
    case 'names':
      if (value.names.length > 0) return messages.valueNames(value.names);
      return setting === 'accountOrder' ? messages.valueUsual : messages.valueNone;
  }
}
