// What the local service can have Doctor do, written down; and the answers it gives.
import type { DoctorAnswer } from '../../main/broker/protocol/doctor.ts';
import type { DoctorActions } from '../../main/broker/routes/doctor.ts';
import type { TerminalFacts } from '../../main/domain/doctor-terminal.ts';
import { Failure } from '../../main/domain/failure.ts';

export const lineFinding: DoctorAnswer['findings'][number] = {
  id: 'key-in-rc-file//home/ada/.bashrc:3',
  kind: 'key-in-rc-file',
  program: null,
  severity: 'warning',
  what: '/home/ada/.bashrc puts a key into every terminal (OPENAI_API_KEY).',
  next: 'Comment the line out.',
  where: '/home/ada/.bashrc',
  line: 3,
  fix: { label: 'Comment the line out', changesFile: true },
};

export const keyFinding: DoctorAnswer['findings'][number] = {
  id: 'claude-code/environment-key/ANTHROPIC_API_KEY',
  kind: 'environment-key',
  program: 'Claude Code',
  severity: 'problem',
  what: 'Claude Code uses ANTHROPIC_API_KEY and not its login.',
  next: 'Take it away.',
  where: 'ANTHROPIC_API_KEY',
  line: null,
  fix: null,
};

export const repairedLine = { id: '5-0:/home/ada/.bashrc', path: '/home/ada/.bashrc', at: 5 };

export const healthy: DoctorAnswer = {
  schema: 1,
  at: 5,
  identities: [
    {
      consumer: 'codex',
      label: 'Codex',
      by: 'file',
      identity: 'ada@example.test',
      account: 'openai:user-1.acc-1',
      where: '/home/ada/.codex/auth.json',
      why: 'No variable says otherwise.',
    },
    {
      consumer: 'opencode',
      label: 'OpenCode',
      by: 'nobody',
      identity: null,
      account: null,
      where: null,
      why: 'Its file has no entry.',
    },
  ],
  findings: [],
  repaired: [],
};

export class DoctorAnswers {
  findings: DoctorAnswer['findings'] = [];
  repaired: DoctorAnswer['repaired'] = [];
  /** What becomes of a question. */
  asking: (signal: AbortSignal) => Promise<void> = async () => undefined;
  /** The terminal that was looked at last. */
  terminal: TerminalFacts | undefined;

  now(): DoctorAnswer {
    return { ...healthy, findings: this.findings, repaired: this.repaired };
  }
}

/** A fix takes its finding away and can be taken back, which brings it back. */
export function recordingDoctor(asked: string[], answers: DoctorAnswers): DoctorActions {
  function known(id: string): DoctorAnswer['findings'][number] {
    const found = answers.findings.find((each) => each.id === id);
    if (found === undefined) throw new Failure('doctor/no-such-finding', { subject: id });
    return found;
  }
  return {
    look: async (terminal) => {
      answers.terminal = terminal;
      return answers.now();
    },
    preview: async (finding) => ({
      schema: 1,
      finding,
      path: known(finding).where,
      before: 'export OPENAI_API_KEY=[secret]',
      after: '# [Gatehouse] export OPENAI_API_KEY=[secret]',
      reason: null,
    }),
    fix: async (finding, _terminal, signal) => {
      if (known(finding).fix === null) throw new Failure('doctor/by-hand', { subject: finding });
      asked.push(`fix ${finding}`);
      await answers.asking(signal);
      answers.findings = answers.findings.filter(({ id }) => id !== finding);
      answers.repaired = [repairedLine];
      return answers.now();
    },
    undo: async (repair) => {
      asked.push(`undo ${repair}`);
      answers.findings = [lineFinding];
      answers.repaired = [];
      return answers.now();
    },
  };
}
