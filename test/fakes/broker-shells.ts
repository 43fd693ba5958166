// What the local service can have done with shells, written down; and the answers it gives.
import type { ShellPreviewAnswer, ShellsAnswer } from '../../main/broker/protocol/shells.ts';
import type { ShellActions } from '../../main/broker/routes/shells.ts';

export const exampleShell: ShellsAnswer['shells'][number] = {
  shell: 'bash',
  label: 'bash',
  path: '/home/ada/.bashrc',
  kind: 'off',
  commands: ['codex', 'claude'],
  untried: false,
  problem: null,
};

export class ShellAnswers {
  shells: ShellsAnswer = { schema: 1, shells: [exampleShell] };
  preview: ShellPreviewAnswer = {
    schema: 1,
    shell: 'bash',
    path: exampleShell.path,
    before: null,
    after: '# >>>\n. path.sh\n# <<<\n',
    reason: null,
  };
}

export function recordingShells(asked: string[], answers: ShellAnswers): ShellActions {
  return {
    list: async () => answers.shells,
    set: async (named, on) => {
      asked.push(`${named} ${on ? 'on' : 'off'}`);
      const { schema, shells } = answers.shells;
      answers.shells = {
        schema,
        shells: shells.map((each) => (each.shell === named ? { ...each, kind: on ? 'on' : 'off' } : each)),
      };
      return answers.shells;
    },
    preview: async (named) => {
      asked.push(`preview ${named}`);
      return answers.preview;
    },
  };
}
