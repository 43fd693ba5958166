// What the verbs about files with settings say; loaded with them.
import type { ShownSettingValue } from '../../broker/protocol/settings-file.ts';
import { countText } from '../count-text.ts';

const settingsText = (count: number): string => countText(count, 'setting', 'settings');

const hourMinutes = 60;

/** For example `22:05`. */
function clockText(minute: number): string {
  const parts = [Math.floor(minute / hourMinutes), minute % hourMinutes];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const listText = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

function percentsText(percents: readonly number[] | null): string {
  if (percents === null) return 'as usual';
  return percents.length === 0 ? 'none' : `${percents.join(', ')} %`;
}

export function settingValueText(value: ShownSettingValue): string {
  switch (value.kind) {
    case 'switch':
      return value.on ? 'on' : 'off';
    case 'number':
      return String(value.value);
    case 'id':
      return value.id;
    case 'percents':
      return percentsText(value.percents);
    case 'limit':
      if (value.limit === null) return 'none';
      return `${String(value.limit.value)}${value.limit.unit === 'percent' ? ' %' : ' tokens'}`;
    case 'hours':
      if (value.hours === null) return 'none';
      return `${clockText(value.hours.fromMinute)} to ${clockText(value.hours.toMinute)}`;
    case 'kinds':
      return listText(value.kinds);
    case 'names':
      return listText(value.names);
  }
}

export const settingsWords = {
  reading: 'Reading the settings…',
  changing: 'Changing the settings…',
  undoing: 'Putting the settings back…',
  written: (path: string) => `Wrote the settings to ${path}.`,
  wouldChange: (count: number) => `Would change ${settingsText(count)}:`,
  wouldChangeNothing: (name: string) =>
    `Nothing to change: what can be taken from ${name} is set here already.`,
  step: (setting: string, of: string | undefined, from: string, to: string) =>
    `${setting}${of === undefined ? '' : ` (${of})`}: ${from} -> ${to}`,
  ignored: {
    'stays-here': 'Left out, because it belongs to one computer or allows something',
    'not-here': 'Left out, because its provider or account is not here',
    unsuitable: 'Left out, because its value is not allowed',
    unknown: 'Left out, because it is not known here',
  },
  names: (names: readonly string[], more: number) =>
    `${names.join(', ')}${more === 0 ? '' : ` and ${String(more)} more`}`,
  question: (count: number) => `Change ${settingsText(count)}? [y/N] `,
  needsYes: 'nobody to ask here: say yes with --yes, or look first with --dry-run',
  changedSince: 'The settings have changed meanwhile. This is what the file would change now:',
  changed: (count: number) => `${settingsText(count)} changed.`,
  wayBack: 'The way back, until Gatehouse ends: gatehouse settings undo',
  putBack: (names: readonly string[]) => `Put back: ${names.join(', ')}`,
  kept: (names: readonly string[]) => `Left as it is, because it was changed since: ${names.join(', ')}`,
} as const;
