// The whole window: header, problems of the app, one section per provider.
import type { View } from '../preload/view.ts';
import { messages } from './messages.ts';
import { Header } from './parts/header.tsx';
import { ProblemNote } from './parts/problem-note.tsx';
import { ProviderSection } from './parts/provider-section.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { Welcome } from './parts/welcome.tsx';
import { askForView, view, viewProblem } from './state.ts';

export function App() {
  const current = view.value;
  return (
    <>
      <Header providers={current?.loaded === true ? current.providers : []} />
      <main class="page">
        <ProblemNote problems={current?.problems ?? []} />
        {current?.loaded === true ? <Providers view={current} /> : <Loading />}
      </main>
      {current !== null && <footer class="footer">{messages.version(current.version)}</footer>}
    </>
  );
}

function Providers({ view: { providers } }: { readonly view: View }) {
  return (
    <>
      {providers.every(({ accounts }) => accounts.length === 0) && <Welcome />}
      {providers.map((provider) => (
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
