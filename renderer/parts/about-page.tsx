// The page about Gatehouse: what runs, where its files are, what it never does, and whose work is in it.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { AboutView } from '../../preload/view.ts';
import { copyText } from '../copy.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { view } from '../state.ts';
import { AboutLicences } from './about-licences.tsx';
import { PageFrame } from './page-frame.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';
import { UpdateSection } from './update-section.tsx';

export function AboutPage() {
  const get = useIntent('about.get');
  const about = useSignal<AboutView | null>(null);
  const request = (): void => {
    if (get.busy) return;
    void get.request({}).then((outcome) => {
      if (outcome.ok) about.value = outcome.value;
    });
  };
  useEffect(request, []);

  return (
    <PageFrame title={messages.page('about')} fromTop>
      <p>{messages.aboutText}</p>
      <p class="hint passing" role="status">
        {get.busy && messages.readingAbout}
      </p>
      <ProblemNote problems={[get.problem]} />
      {get.problem !== null && (
        <button type="button" class="button" onClick={request}>
          {messages.readAboutAgain}
        </button>
      )}
      {view.value !== null && <UpdateSection updates={view.value.updates} />}
      {about.value !== null && <Facts about={about.value} />}
    </PageFrame>
  );
}

function Facts({ about }: { readonly about: AboutView }) {
  const { version, electron, chromium, node, runtime, places } = about;
  const facts = [
    [messages.gatehouseVersion, version],
    [messages.runtimeName, messages.runtime(runtime)],
    [messages.electronVersion, electron],
    [messages.chromiumVersion, chromium],
    [messages.nodeVersion, node],
  ] as const;
  return (
    <>
      <SettingsSection title={messages.versions}>
        <dl class="about-facts">
          {facts.map(([name, value]) => (
            <div key={name} class="about-fact">
              <dt class="setting-effect">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </SettingsSection>
      <SettingsSection title={messages.filePlaces} effect={messages.filePlacesEffect}>
        {places.map(({ name, path }) => (
          <Place key={name} name={messages.place(name)} path={path} />
        ))}
      </SettingsSection>
      <SettingsSection title={messages.never}>
        <ul class="about-never">
          <li>{messages.neverTells}</li>
          <li>{messages.neverShows}</li>
          <li>{messages.neverPasses}</li>
          <li>{messages.neverAsks}</li>
        </ul>
      </SettingsSection>
      <AboutLicences packages={about.packages} runtimeLicences={about.runtimeLicences} />
    </>
  );
}

function Place({ name, path }: { readonly name: string; readonly path: string }) {
  const text = useRef<HTMLElement>(null);
  const copied = useSignal<boolean | null>(null);
  const label = useId();
  return (
    <div class="setting" role="group" aria-labelledby={label}>
      <p id={label} class="setting-label">
        {name}
      </p>
      <div class="setting-line">
        <code ref={text} class="setting-words path">
          {path}
        </code>
        <button
          type="button"
          class="button button-small"
          aria-label={messages.copyPathOf(name)}
          onClick={() => {
            if (text.current !== null) copied.value = copyText(text.current);
          }}
        >
          {messages.copy}
        </button>
      </div>
      <p class="hint passing" role="status">
        {copied.value !== null && (copied.value ? messages.copied : messages.notCopied)}
      </p>
    </div>
  );
}
