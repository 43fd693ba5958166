// Whose work is in Gatehouse: every package with its licence, found by name, its words open with a press.
import { useSignal } from '@preact/signals';
import type { AboutView, PackageView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SearchField } from './search-field.tsx';
import { SettingsSection } from './settings-section.tsx';

export type AboutLicencesProps = Pick<AboutView, 'packages' | 'runtimeLicences'>;

export function AboutLicences({ packages, runtimeLicences }: AboutLicencesProps) {
  return (
    <SettingsSection title={messages.licences}>
      <p class="setting">{messages.ownLicence}</p>
      <p class="setting">{messages.runtimeLicences(runtimeLicences)}</p>
      {packages === null ? (
        <ProblemNote problems={[messages.noLicences]} />
      ) : (
        <Packages packages={packages} />
      )}
    </SettingsSection>
  );
}

function Packages({ packages }: { readonly packages: readonly PackageView[] }) {
  const search = useSignal('');
  const words = search.value.toLowerCase().split(/\s+/);
  const found = packages.filter(({ name, licence }) =>
    words.every((word) => `${name} ${licence}`.toLowerCase().includes(word)),
  );
  return (
    <div class="setting">
      <div role="search">
        <SearchField search={search} label={messages.searchLicences} />
      </div>
      <p class="hint" role="status">
        {found.length === 0 ? messages.noPackage : messages.packagesFound(found.length)}
      </p>
      <ul class="about-packages">
        {found.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            <details class="about-package">
              <summary>
                <span class="setting-label">{name}</span> {version}{' '}
                <span class="setting-effect">{licence}</span>
              </summary>
              <pre class="about-licence" tabIndex={0} role="region" aria-label={`${name} ${licence}`}>
                {text}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}
