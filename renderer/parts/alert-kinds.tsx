// Which events bring a notice: one box for each kind, ticked while it is told.
import { useId } from 'preact/hooks';
import type { AlertKindView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingDetails } from './setting-details.tsx';

/** In the order in which they are offered. A kind that is missing here does not compile. */
const offered: Readonly<Record<AlertKindView, true>> = {
  threshold: true,
  forecast: true,
  'reset-soon': true,
  reset: true,
  'sign-in-ends': true,
  'refresh-failing': true,
  switched: true,
  'plan-changed': true,
};

function isKind(name: string): name is AlertKindView {
  return name in offered;
}

const kinds = Object.keys(offered).filter(isKind);

export function AlertKinds({ muted }: { readonly muted: readonly AlertKindView[] }) {
  const settings = useIntent('settings.change');
  return (
    <SettingDetails
      label={messages.alertKindsName}
      effect={messages.alertKindsEffect}
      {...(muted.length > 0 && { toUsual: { mutedAlerts: [] } })}
      standing={messages.someOf(kinds.length - muted.length, kinds.length)}
    >
      <div class="ticks" role="group" aria-label={messages.alertKindsName} aria-busy={settings.busy}>
        {kinds.map((kind) => (
          <KindTick
            key={kind}
            kind={kind}
            isTold={!muted.includes(kind)}
            onPress={() => {
              if (settings.busy) return;
              const mutedAlerts = kinds.filter((each) => muted.includes(each) !== (each === kind));
              void settings.send({ mutedAlerts });
            }}
          />
        ))}
      </div>
      <ProblemNote problems={[settings.problem]} />
    </SettingDetails>
  );
}

interface KindTickProps {
  readonly kind: AlertKindView;
  readonly isTold: boolean;
  readonly onPress: () => void;
}

function KindTick({ kind, isTold, onPress }: KindTickProps) {
  const name = useId();
  const effect = useId();
  return (
    <label class="tick">
      <input
        type="checkbox"
        class="tick-box"
        checked={isTold}
        aria-labelledby={name}
        aria-describedby={effect}
        onChange={({ currentTarget }) => {
          currentTarget.checked = isTold;
          onPress();
        }}
      />
      <span>
        <span id={name}>{messages.alertKind(kind)}</span>{' '}
        <span id={effect} class="setting-effect">
          {messages.alertKindEffect(kind)}
        </span>
      </span>
    </label>
  );
}
