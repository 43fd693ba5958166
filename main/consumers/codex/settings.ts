// What `config.toml` says about where Codex keeps its login (protocols §1.7).
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { objectIn, textIn } from '../fields.ts';

const setting = 'cli_auth_credentials_store';

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = getStaticTOMLValue(
      parseTOML(text.replace(/^\uFEFF/, ''), { tomlVersion: 'latest' }),
    );
    return objectIn({ value }, 'value');
  } catch {
    return undefined;
  }
}

/** What is chosen; undefined when nothing is. The selected profile goes before the rest. */
function chosenStore(config: Readonly<Record<string, unknown>>): unknown {
  const selected = textIn(config, 'profile');
  const profile = selected === undefined ? undefined : objectIn(objectIn(config, 'profiles'), selected);
  return [profile, config].map((fields) => fields?.[setting]).find((value) => value !== undefined);
}

/**
 * Whether Codex does not go by its `auth.json`: with `keyring` it ignores and deletes the file, with `auto` it prefers
 * the keyring, with `ephemeral` it keeps nothing. Of a text that is no TOML it is assumed when it names the setting at
 * all.
 */
export function keepsLoginElsewhere(configText: string): boolean {
  const config = fieldsOf(configText);
  if (config === undefined) return configText.includes(setting);
  const store = chosenStore(config);
  return store !== undefined && store !== 'file';
}

/** Whether its login is in the keyring of the system, as far as its settings say. */
export function keepsLoginInKeyring(configText: string): boolean {
  const config = fieldsOf(configText);
  return config !== undefined && ['keyring', 'auto'].some((store) => store === chosenStore(config));
}

/** What decides about the login, as it is written there; undefined where nothing is, or the text is no TOML. */
export function loginSettings(configText: string): { readonly store?: string; readonly forced?: string } {
  const config = fieldsOf(configText);
  if (config === undefined) return {};
  const store = chosenStore(config);
  const forced = textIn(config, 'forced_login_method');
  return { ...(typeof store === 'string' && { store }), ...(forced !== undefined && { forced }) };
}
