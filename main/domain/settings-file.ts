// A file with settings, for another computer or for later: what is in it, and what is not. Pure.
//
// What travels is taste: how things look, what is told, how a provider is chosen, what agents may use. What does not:
// - a yes, which is given on each computer: consents, keys that are borrowed, hosts that are asked for incidents, programs
//   run on events, and shared files, into which keys are written;
// - what belongs to one computer: its key store, the start with its desktop, its folders, a shortcut that may be taken there;
// - what is in use right now: the preferred provider and the accounts, which are switched and not set.
import { Failure } from './failure.ts';
import { isObject } from './json.ts';
import { readSettings, type ReadSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';

const schema = 1;
const kind = 'gatehouse-settings';

/** A file of ours stays far below. */
export const mostSettingsFileBytes = 256 * 1024;

export type Travelling = Omit<ReadSettings, 'preferredProvider' | 'activeAccounts' | 'sharedFiles'>;

/** Every setting, and whether it travels. One that is missing here does not compile. */
const travels: Readonly<Record<keyof Settings, boolean>> = {
  language: true,
  hideIdentities: true,
  miniMeter: true,
  hiddenProviders: true,
  accountOrder: true,
  strategy: true,
  fallBackFrom: true,
  otherAccounts: true,
  reservePercent: true,
  agentsAtOnce: true,
  leastLeasePercent: true,
  dailyLimits: true,
  lockWithScreen: true,
  notify: true,
  notifyAtPercent: true,
  alertAtPercent: true,
  mutedAlerts: true,
  quietHours: true,
  alertSound: true,
  quotaEveryMinutes: true,
  planEveryMinutes: true,
  incidents: false,
  startWithSystem: false,
  firstRun: false,
  keyStore: false,
  preferredProvider: false,
  activeAccounts: false,
  folderRules: false,
  switchShortcut: false,
  borrowKeys: false,
  sharedFiles: false,
  consents: false,
};

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(travels, name);
}

/** The file's text. No secret, no yes, nothing that belongs to one computer. */
export function settingsFileText(settings: Settings): string {
  const taken = Object.entries(settings).filter(([name]) => isSetting(name) && travels[name]);
  return `${JSON.stringify({ kind, schema, settings: Object.fromEntries(taken) }, null, 2)}\n`;
}

/** Why something of a file is not taken over. */
type IgnoredReason = 'unknown' | 'stays-here' | 'unsuitable' | 'not-here';

export interface IgnoredSetting {
  /** As the file calls it; with a slash, one of several by name. */
  readonly name: string;
  readonly reason: IgnoredReason;
}

export interface SettingsFile {
  readonly settings: Travelling;
  readonly ignored: readonly IgnoredSetting[];
}

/** Names in the file that could not be read, those within a list by name included. */
function unsuitable(name: string, inFile: unknown, read: unknown): readonly IgnoredSetting[] {
  if (read === undefined) return [{ name, reason: 'unsuitable' }];
  if (Array.isArray(inFile))
    return Array.isArray(read) && read.length < inFile.length ? [{ name, reason: 'unsuitable' }] : [];
  if (!isObject(read)) return [];
  if (!isObject(inFile)) return [{ name, reason: 'unsuitable' }];
  return Object.keys(inFile)
    .filter((each) => !Object.hasOwn(read, each))
    .map((each) => ({ name: `${name}/${each}`, reason: 'unsuitable' }));
}

/**
 * @param subject the file, as a person calls it
 * @throws Failure `storage/unreadable`, `storage/newer-schema`
 */
export function parseSettingsFile(text: string, subject: string): SettingsFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Failure('storage/unreadable', { subject, detail: 'not JSON' });
  }
  if (!isObject(json) || json['kind'] !== kind || !isObject(json['settings']))
    throw new Failure('storage/unreadable', { subject, detail: 'no settings of Gatehouse' });
  const written = json['schema'];
  if (typeof written === 'number' && written > schema) throw new Failure('storage/newer-schema', { subject });
  if (written !== schema) throw new Failure('storage/unreadable', { subject, detail: 'field schema' });

  const inFile = json['settings'];
  const taken = Object.entries(inFile).filter(([name]) => isSetting(name) && travels[name]);
  const {
    preferredProvider: _one,
    activeAccounts: _two,
    sharedFiles: _three,
    ...settings
  } = readSettings(Object.fromEntries(taken));
  const readByName = new Map<string, unknown>(Object.entries(settings));
  return {
    settings,
    ignored: Object.entries(inFile).flatMap(([name, value]): readonly IgnoredSetting[] => {
      if (!isSetting(name)) return [{ name: name.slice(0, 100), reason: 'unknown' }];
      if (!travels[name]) return [{ name, reason: 'stays-here' }];
      return unsuitable(name, value, readByName.get(name));
    }),
  };
}
