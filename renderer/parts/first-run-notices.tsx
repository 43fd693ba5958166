// The step of the first steps on notices, with one to try, and on the start with the desktop.
import { useSignal } from '@preact/signals';
import type { SettingsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { StartSetting } from './start-setting.tsx';

export function FirstRunNotices({ settings }: { readonly settings: SettingsView }) {
  return (
    <>
      <div class="card settings">
        <SettingSwitch
          label={messages.notify}
          on={settings.notify}
          change={(on) => ({ notify: on })}
          effect={messages.notifyEffect}
        />
        <QuietHours quietHours={settings.alerts.quietHours} />
        <TryNotice />
      </div>
      <div class="card settings">
        <StartSetting settings={settings} />
      </div>
    </>
  );
}

function TryNotice() {
  const attempt = useIntent('notice.try');
  const isSent = useSignal(false);
  return (
    <div class="setting">
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p class="setting-label">{messages.tryNoticeLabel}</p>
          <p class="setting-effect">{messages.tryNoticeEffect}</p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-busy={attempt.busy}
          onClick={() => {
            if (attempt.busy) return;
            isSent.value = false;
            void attempt.send({}).then((done) => {
              isSent.value = done;
            });
          }}
        >
          {messages.tryNotice}
        </button>
      </div>
      <p class="hint passing" role="status">
        {isSent.value && messages.noticeTried}
      </p>
      <ProblemNote problems={[attempt.problem]} />
    </div>
  );
}
