// The whole window: the accounts with their header, one section per provider, and the settings that can take their place.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { View } from '../preload/view.ts';
import { messages } from './messages.ts';
import { Header } from './parts/header.tsx';
import { ProblemNote } from './parts/problem-note.tsx';
import { ProviderSection } from './parts/provider-section.tsx';
import { SelectionLine } from './parts/selection-line.tsx';
import { SettingsPage } from './parts/settings-page.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { Welcome } from './parts/welcome.tsx';
import { askForView, settingsOpen, view, viewProblem } from './state.ts';

export function App() {
  const current = view.value;
  const loaded = current?.loaded === true ? current : null;
  const settings = settingsOpen.value ? (loaded?.settings ?? null) : null;
  const gear = useRef<HTMLButtonElement>(null);
  const returnTo = useRef<number | null>(null);

  // Back from the settings everything is where it was, unless something asked to be shown instead.
  useLayoutEffect(() => {
    if (settings !== null || returnTo.current === null) return;
    scrollTo({ top: returnTo.current, behavior: 'instant' });
    returnTo.current = null;
    gear.current?.focus({ preventScroll: true });
  });

  const openSettings = (): void => {
    returnTo.current = scrollY;
    settingsOpen.value = true;
  };

  return (
    <>
      {/* Hidden rather than gone: what is typed, asked or under way there stays. */}
      <div hidden={settings !== null}>
        <Header
          providers={loaded?.providers ?? []}
          gear={gear}
          onSettings={loaded === null ? null : openSettings}
        />
        <main class="page">
          <ProblemNote problems={current?.problems ?? []} />
          <SelectionLine selection={loaded !== null && hasAccount(loaded) ? loaded.selection : null} />
          {loaded === null ? <Loading /> : <Providers view={loaded} />}
        </main>
        {current !== null && <footer class="footer">{messages.version(current.version)}</footer>}
      </div>
      {settings !== null && <SettingsPage settings={settings} onClosed={closeSettings} />}
    </>
  );
}

function closeSettings(): void {
  settingsOpen.value = false;
}

function hasAccount({ providers }: View): boolean {
  return providers.some(({ accounts }) => accounts.length > 0);
}

function Providers({ view: current }: { readonly view: View }) {
  return (
    <>
      {!hasAccount(current) && <Welcome />}
      {current.providers.map((provider) => (
        <ProviderSection key={provider.id} provider={provider} />
      ))}
    </>
  );
}

function Loading() {
  const problem = viewProblem.value;
  if (problem === null) return <Skeleton />;
  return (
    <>
      <ProblemNote problems={[problem]} />
      <button
        type="button"
        class="button"
        onClick={() => {
          void askForView();
        }}
      >
        {messages.loadAgain}
      </button>
    </>
  );
}
