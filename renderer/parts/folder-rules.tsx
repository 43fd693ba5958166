// The settings' section on folders with an account of their own: which ones, one more, and one less.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { ProviderView, SettingsView } from '../../preload/view.ts';
import { accountName } from '../account-name.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

type Rules = SettingsView['folderRules'];

export interface FolderRulesProps {
  readonly rules: Rules;
  readonly providers: readonly ProviderView[];
}

export function FolderRules({ rules, providers }: FolderRulesProps) {
  const choices = providers.flatMap(({ label, accounts }) =>
    accounts.map((account) => ({
      id: account.id,
      label: messages.ruleAccountOf(label, accountName(account, accounts)),
    })),
  );
  if (choices.length === 0 && rules.length === 0) return null;
  return (
    <SettingsSection title={messages.folderRules} effect={messages.folderRulesEffect}>
      {rules.map((rule) => (
        <Rule key={rule.folder} rule={rule} rules={rules} />
      ))}
      {choices.length > 0 && <AddRule rules={rules} choices={choices} />}
    </SettingsSection>
  );
}

/** As they are sent: all of them, without words. */
function sent(rules: Rules): { readonly folder: string; readonly account: string }[] {
  return rules.map(({ folder, account }) => ({ folder, account }));
}

function Rule({ rule: { folder, label }, rules }: { readonly rule: Rules[number]; readonly rules: Rules }) {
  const settings = useIntent('settings.change');
  return (
    <div class="setting" data-changed="">
      <div class="setting-line">
        <div class="setting-words">
          <p class="setting-label path">{folder}</p>
          <p class="setting-effect">{label ?? messages.accountGone}</p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-label={messages.removeRuleFor(folder)}
          aria-disabled={settings.busy}
          aria-busy={settings.busy}
          onClick={() => {
            if (settings.busy) return;
            void settings.send({ folderRules: sent(rules.filter((each) => each.folder !== folder)) });
          }}
        >
          {messages.removeRule}
        </button>
      </div>
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}

/** On Windows a path begins with a drive or a share. */
const absolute = /^(?:\/|[a-z]:[\\/]|\\\\)/i;

interface AddRuleProps {
  readonly rules: Rules;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

function AddRule({ rules, choices }: AddRuleProps) {
  const place = useId();
  const who = useId();
  const typed = useSignal('');
  const chosen = useSignal<string | null>(null);
  const isWrong = useSignal(false);
  const settings = useIntent('settings.change');
  const account = choices.find(({ id }) => id === chosen.value)?.id ?? choices[0]?.id;

  const add = (): void => {
    if (settings.busy || account === undefined) return;
    const folder = typed.value.trim().replace(/(?<=.)[\\/]+$/, '');
    isWrong.value = !absolute.test(folder);
    if (isWrong.value) return;
    const others = rules.filter((each) => each.folder !== folder);
    void settings.send({ folderRules: [...sent(others), { folder, account }] }).then((done) => {
      if (done) typed.value = '';
    });
  };

  return (
    <form
      class="setting rule-form"
      aria-label={messages.addRuleNamed}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div class="rule-field">
        <label class="setting-label" for={place}>
          {messages.ruleFolder}
        </label>
        <input
          id={place}
          class="field field-folder"
          value={typed.value}
          placeholder={messages.ruleFolderHint}
          autocomplete="off"
          spellcheck={false}
          maxLength={4096}
          readOnly={settings.busy}
          aria-invalid={isWrong.value}
          aria-busy={settings.busy}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
            isWrong.value = false;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed.value === '') return;
            // The first Escape takes back what was typed; the next one leaves the page.
            event.stopPropagation();
            typed.value = '';
            isWrong.value = false;
          }}
        />
      </div>
      <div class="rule-field">
        <label class="setting-label" for={who}>
          {messages.ruleAccount}
        </label>
        <select
          id={who}
          class="field field-select"
          value={account}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
          }}
        >
          {choices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <button type="submit" class="button button-small" aria-disabled={settings.busy}>
          {messages.addRule}
        </button>
      </div>
      <p class="field-missing" role="status">
        {isWrong.value && messages.notAbsolute}
      </p>
      <ProblemNote problems={[settings.problem]} />
    </form>
  );
}
