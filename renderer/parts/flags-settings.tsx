// The settings' section on feature flags: which variant of each counts and why; the app asks in a dialog before one changes.
import type { FlagView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

export function FlagsSettings({ flags }: { readonly flags: readonly FlagView[] }) {
  return (
    <SettingsSection title={messages.flags} effect={messages.flagsEffect}>
      {flags.map((flag) => (
        <Flag key={flag.id} flag={flag} />
      ))}
    </SettingsSection>
  );
}

function Flag({ flag: { id, about, variant, variants, usual, why } }: { readonly flag: FlagView }) {
  const change = useIntent('flag.set');
  const send = (chosen: string | null): void => {
    if (!change.busy) void change.send({ flag: id, variant: chosen });
  };
  const button = (chosen: string | null, label: string, name: string) => (
    <button
      key={name}
      type="button"
      class="button button-small"
      aria-label={name}
      aria-disabled={change.busy}
      aria-busy={change.busy}
      onClick={() => {
        send(chosen);
      }}
    >
      {label}
    </button>
  );
  return (
    <div class="setting" data-changed={why === 'chosen' ? '' : undefined}>
      <div class="setting-line">
        <div class="setting-words">
          <p class="setting-label">{messages.flagStands(id, variant)}</p>
          <p class="setting-effect">{about}</p>
          <p class="setting-effect">{messages.flagWhy(why)}</p>
        </div>
        {why === 'chosen' && button(null, messages.flagReset, messages.flagResetNamed(id))}
        {/* What cannot be opened cannot be changed either. */}
        {why !== 'locked' &&
          variants
            // Where there is a choice, taking it back leads there.
            .filter((each) => each !== variant && !(why === 'chosen' && each === usual))
            .map((each) => button(each, messages.flagSet(each), messages.flagSetNamed(id, each)))}
      </div>
      <p class="hint passing" role="status">
        {change.busy && messages.flagAsking}
      </p>
      <ProblemNote problems={[change.problem]} />
    </div>
  );
}
