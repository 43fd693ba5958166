// The page Doctor, in place of the accounts: looks when it opens, and shows what was found, repaired, and is in effect.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { DoctorView, IdentityView, RepairedView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { language } from '../language.ts';
import { messages } from '../messages.ts';
import { now, readTime } from '../now.ts';
import { Finding } from './finding.tsx';
import { Check, Clock } from './icons.tsx';
import { PageFrame } from './page-frame.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

export function DoctorPage() {
  const look = useIntent('doctor.look');
  /** The last good look, which stays in sight while another one is under way or has failed. */
  const seen = useSignal<DoctorView | null>(null);

  const show = (next: DoctorView): void => {
    readTime();
    seen.value = next;
  };
  const again = (): void => {
    if (look.busy) return;
    void look.request({}).then((outcome) => {
      if (outcome.ok) show(outcome.value);
    });
  };
  // What is found is told by main, in the language that it last told.
  useEffect(again, [language.value]);

  return (
    <PageFrame title={messages.doctor} fromTop>
      <div class="doctor-head">
        <p class="hint">{messages.doctorEffect}</p>
        <div class="undo-line">
          <Looked seen={seen.value} busy={look.busy} />
          <button
            type="button"
            class="button button-small"
            aria-disabled={look.busy}
            aria-busy={look.busy}
            onClick={again}
          >
            {messages.doctorAgain}
          </button>
        </div>
        <ProblemNote problems={[look.problem]} />
      </div>
      {seen.value !== null && <Seen seen={seen.value} onSeen={show} />}
    </PageFrame>
  );
}

/** Drawn again every minute, alone. */
function Looked({ seen, busy }: { readonly seen: DoctorView | null; readonly busy: boolean }) {
  return (
    <div class="looked" role="status">
      {(busy || seen !== null) && (
        <div class="serving">
          {!busy && seen?.findings.length === 0 ? <Check /> : <Clock />}
          <p class="note-text">
            {busy ? messages.looking : seen !== null && messages.looked(seen, now.value)}
          </p>
        </div>
      )}
    </div>
  );
}

interface SeenProps {
  readonly seen: DoctorView;
  /** Another look has come with an answer. */
  readonly onSeen: (seen: DoctorView) => void;
}

function Seen({ seen: { findings, repaired, identities }, onSeen }: SeenProps) {
  return (
    <>
      <SettingsSection title={messages.findings}>
        {findings.length === 0 && <p class="setting">{messages.nothingFound}</p>}
        {findings.map((finding) => (
          <Finding key={finding.id} finding={finding} onSeen={onSeen} />
        ))}
      </SettingsSection>
      {repaired.length > 0 && (
        <SettingsSection title={messages.repaired} effect={messages.repairedEffect}>
          {repaired.map((each) => (
            <Repaired key={each.id} repaired={each} onSeen={onSeen} />
          ))}
        </SettingsSection>
      )}
      {identities.length > 0 && (
        <SettingsSection title={messages.identities}>
          {identities.map((each) => (
            <Identity key={`${each.consumer} ${each.why}`} identity={each} />
          ))}
        </SettingsSection>
      )}
    </>
  );
}

interface RepairedProps {
  readonly repaired: RepairedView;
  readonly onSeen: SeenProps['onSeen'];
}

function Repaired({ repaired: { id, path, at }, onSeen }: RepairedProps) {
  const undo = useIntent('doctor.undo');
  return (
    <div class="setting">
      <div class="setting-line">
        <div class="setting-words">
          <p class="setting-label path">{path}</p>
          <p class="setting-effect" title={messages.moment(at)}>
            {messages.repairedAt(at, now.value)}
          </p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-label={messages.putBackNamed(path)}
          aria-disabled={undo.busy}
          aria-busy={undo.busy}
          onClick={() => {
            if (undo.busy) return;
            void undo.request({ repair: id }).then((outcome) => {
              if (outcome.ok) onSeen(outcome.value);
            });
          }}
        >
          {messages.putBack}
        </button>
      </div>
      <ProblemNote problems={[undo.problem]} />
    </div>
  );
}

function Identity({ identity }: { readonly identity: IdentityView }) {
  const { label, by, account, where, why } = identity;
  return (
    <div class="setting">
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p class="setting-label">{label}</p>
          <p>
            {messages.identity(identity)}
            {identity.identity !== null && account === null && (
              <span class="setting-effect"> · {messages.noAccountHere}</span>
            )}
          </p>
        </div>
        <span class="badge">{messages.identitySource(by)}</span>
      </div>
      <p class="setting-effect">{why}</p>
      {where !== null && <p class="setting-effect path">{where}</p>}
    </div>
  );
}
