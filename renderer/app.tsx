// The whole window: the accounts with their header, one section per provider, and the settings that can take their place.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ProblemView, View } from '../preload/view.ts';
import { messages } from './messages.ts';
import { Header } from './parts/header.tsx';
import { KeyStoreBanner } from './parts/key-store-banner.tsx';
import { ProblemNote } from './parts/problem-note.tsx';
import { ProviderSection } from './parts/provider-section.tsx';
import { SelectionLine } from './parts/selection-line.tsx';
import { SettingsPage } from './parts/settings-page.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { Welcome } from './parts/welcome.tsx';
import { askForView, settingsOpen, view, viewProblem, type SettingsPlace } from './state.ts';

export function App() {
  const current = view.value;
  const loaded = current?.loaded === true ? current : null;
  const place = loaded === null ? null : settingsOpen.value;
  const gear = useRef<HTMLButtonElement>(null);
  const page = useRef<HTMLElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const returnTo = useRef<number | null>(null);

  // Back from the settings everything is where it was, unless something asked to be shown instead.
  useLayoutEffect(() => {
    if (place !== null || returnTo.current === null) return;
    scrollTo({ top: returnTo.current, behavior: 'instant' });
    returnTo.current = null;
    const from = opener.current?.isConnected === true ? opener.current : gear.current;
    from?.focus({ preventScroll: true });
  });

  const openSettings = (at: SettingsPlace, from: HTMLElement): void => {
    returnTo.current = scrollY;
    opener.current = from;
    settingsOpen.value = at;
  };

  return (
    <>
      {/* Hidden rather than gone: what is typed, asked or under way there stays. */}
      <div hidden={place !== null}>
        <Header
          providers={loaded?.providers ?? []}
          gear={gear}
          onSettings={
            loaded === null
              ? null
              : (from) => {
                  openSettings('top', from);
                }
          }
        />
        <main ref={page} class="page" tabIndex={-1}>
          <ProblemNote problems={current === null ? [] : otherProblems(current)} />
          {current !== null && (
            <KeyStoreBanner
              keyStore={current.keyStore}
              page={page}
              onSettings={
                loaded === null
                  ? null
                  : (from) => {
                      openSettings('protection', from);
                    }
              }
            />
          )}
          <SelectionLine selection={loaded !== null && hasAccount(loaded) ? loaded.selection : null} />
          {loaded === null ? <Loading /> : <Providers view={loaded} />}
        </main>
        {current !== null && <footer class="footer">{messages.version(current.version)}</footer>}
      </div>
      {loaded !== null && place !== null && (
        <SettingsPage
          settings={loaded.settings}
          keyStore={loaded.keyStore}
          place={place}
          onClosed={closeSettings}
        />
      )}
    </>
  );
}

function closeSettings(): void {
  settingsOpen.value = null;
}

/** Without the one that the key store's own banner shows. */
function otherProblems({ problems, keyStore }: View): readonly ProblemView[] {
  return problems.filter(
    ({ code, what }) => code !== keyStore.problem?.code || what !== keyStore.problem.what,
  );
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
