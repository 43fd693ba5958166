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

/**
 * Whether Codex does not go by its `auth.json`: with `keyring` it ignores and deletes the file, with `auto` it prefers
 * the keyring, with `ephemeral` it keeps nothing. The selected profile goes before the rest. Of a text that is no TOML
 * it is assumed when it names the setting at all.
 */
export function keepsLoginElsewhere(configText: string): boolean {
  const config = fieldsOf(configText);
  if (config === undefined) return configText.includes(setting);
  const selected = textIn(config, 'profile');
  const profile = selected === undefined ? undefined : objectIn(objectIn(config, 'profiles'), selected);
  const store = [profile, config].map((fields) => fields?.[setting]).find((value) => value !== undefined);
  return store !== undefined && store !== 'file';
}
