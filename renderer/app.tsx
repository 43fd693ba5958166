// The whole window: the accounts with their header, one section per provider, and the pages that can take their place.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { FirstRunStep, ProblemView, ProviderView, View } from '../preload/view.ts';
import { messages } from './messages.ts';
import { AboutPage } from './parts/about-page.tsx';
import { ActivityPage } from './parts/activity-page.tsx';
import { AgentsPage } from './parts/agents-page.tsx';
import { DoctorPage } from './parts/doctor-page.tsx';
import { FirstRun, isInFirstRun } from './parts/first-run.tsx';
import { Header } from './parts/header.tsx';
import { HeadroomLine } from './parts/headroom-line.tsx';
import { HistoryPage } from './parts/history-page.tsx';
import { KeyStoreBanner } from './parts/key-store-banner.tsx';
import { LockBanner } from './parts/lock-banner.tsx';
import { Navigation } from './parts/navigation.tsx';
import { ProblemNote } from './parts/problem-note.tsx';
import { isHidden, ProviderList } from './parts/provider-list.tsx';
import { SafeModeBanner } from './parts/safe-mode-banner.tsx';
import { SelectionLine } from './parts/selection-line.tsx';
import { SettingsPage } from './parts/settings-page.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { SwitchingLines } from './parts/switching-lines.tsx';
import { Welcome } from './parts/welcome.tsx';
import { askForView, goTo, openPage, showPage, view, viewProblem, type OpenPage } from './state.ts';

export function App() {
  const current = view.value;
  const loaded = current?.loaded === true ? current : null;
  const open = loaded === null ? null : openPage.value;
  const gear = useRef<HTMLButtonElement>(null);
  const main = useRef<HTMLElement>(null);
  const returnTo = useRef<OpenPage | null>(null);
  /** How far the first steps were when the page was opened. */
  const stepBefore = useRef<FirstRunStep | null>(null);
  // Drawn again for a new view only, not when a page opens: there may be a hundred cards.
  const providers = useMemo(() => (loaded === null ? <Loading /> : <Providers view={loaded} />), [loaded]);

  // Back from a page everything is where it was, unless something asked to be shown instead.
  useLayoutEffect(() => {
    const last = returnTo.current;
    returnTo.current = open;
    const before = stepBefore.current;
    if (open === null || last === null) stepBefore.current = loaded?.settings.firstRun ?? null;
    if (open !== null || last === null) return;
    // The page has begun the first steps anew: that is what is to be seen.
    if (loaded !== null && isInFirstRun(loaded) && before !== loaded.settings.firstRun) {
      scrollTo({ top: 0, behavior: 'instant' });
      main.current?.querySelector<HTMLElement>('.first-run-title')?.focus({ preventScroll: true });
      return;
    }
    scrollTo({ top: last.scrolledTo, behavior: 'instant' });
    // Whoever pressed the way back is there already.
    if (document.activeElement?.closest('nav') !== null) return;
    const from = last.from?.isConnected === true ? last.from : gear.current;
    from?.focus({ preventScroll: true });
  });

  return (
    <>
      {loaded !== null && <Navigation current={open?.page.name ?? 'accounts'} gear={gear} />}
      {/* Hidden rather than gone: what is typed, asked or under way there stays. */}
      <div hidden={open !== null}>
        <Header
          providers={loaded === null ? [] : chosenFrom(loaded)}
          told={loaded?.switching.problem ?? null}
        />
        <main ref={main} class="page" tabIndex={-1}>
          <ProblemNote problems={current === null ? [] : otherProblems(current)} />
          <SafeModeBanner problem={current?.problems.find(isSafeMode) ?? null} page={main} />
          <LockBanner locked={current?.locked === true} page={main} />
          {current !== null && (
            <KeyStoreBanner
              keyStore={current.keyStore}
              page={main}
              onSettings={
                loaded === null
                  ? null
                  : (from) => {
                      showPage({ name: 'settings', place: 'protection' }, from);
                    }
              }
            />
          )}
          <div class="standing">
            <SelectionLine selection={loaded !== null && hasAccount(loaded) ? loaded.selection : null} />
            <SwitchingLines switching={loaded?.switching ?? null} page={main} />
            {loaded !== null && hasAccount(loaded) && <HeadroomLine headroom={loaded.headroom} />}
          </div>
          {providers}
        </main>
        {current !== null && <Footer view={current} />}
      </div>
      {loaded !== null && open?.page.name === 'settings' && (
        <SettingsPage view={loaded} place={open.page.place} />
      )}
      {loaded !== null && open?.page.name === 'history' && <HistoryPage view={loaded} />}
      {open?.page.name === 'agents' && <AgentsPage />}
      {loaded !== null && open?.page.name === 'activity' && (
        <ActivityPage files={loaded.settings.files} file={'file' in open.page ? open.page.file : null} />
      )}
      {open?.page.name === 'doctor' && <DoctorPage />}
      {open?.page.name === 'about' && <AboutPage />}
    </>
  );
}

function Footer({ view: { version, loaded, tray } }: { readonly view: View }) {
  const words = messages.version(version);
  return (
    <footer class="footer">
      {tray === 'none' && <p class="footer-no-tray">{messages.noTray}</p>}
      {/* Before the accounts are there, no page can be opened. */}
      {loaded ? (
        <button
          type="button"
          class="quiet-button quiet-button-small footer-about"
          title={messages.page('about')}
          onClick={({ currentTarget }) => {
            goTo('about', currentTarget);
          }}
        >
          {words}
        </button>
      ) : (
        words
      )}
    </footer>
  );
}

function isSafeMode({ code }: ProblemView): boolean {
  return code === 'app/safe-mode';
}

/** Without those that a banner of their own shows. */
function otherProblems({ problems, keyStore }: View): readonly ProblemView[] {
  const ofKeyStore = ({ code, what }: ProblemView): boolean =>
    code === keyStore.problem?.code && what === keyStore.problem.what;
  return problems.filter((problem) => !ofKeyStore(problem) && !isSafeMode(problem));
}

/** Without those that the person does not want to see. */
function chosenFrom(current: View): readonly ProviderView[] {
  return current.providers.filter((each) => each.preferred || !isHidden(each, current));
}

function hasAccount({ providers }: View): boolean {
  return providers.some(({ accounts }) => accounts.length > 0);
}

function Providers({ view: current }: { readonly view: View }) {
  if (isInFirstRun(current)) return <FirstRun view={current} />;
  return (
    <>
      {!hasAccount(current) && <Welcome />}
      <ProviderList view={current} />
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
