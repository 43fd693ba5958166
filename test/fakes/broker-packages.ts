// What a made-up app says about the files that describe providers.
import type { PackagesAnswer } from '../../main/broker/protocol/packages.ts';
import type { PackageActions } from '../../main/broker/routes/packages.ts';

export const examplePackage: PackagesAnswer['packages'][number] = {
  file: 'acme.json',
  state: 'ready',
  provider: 'acme',
  label: 'Acme AI',
  hosts: ['api.acme.example'],
  problems: [],
  problem: null,
};

export class PackageAnswers {
  packages: PackagesAnswer = { schema: 1, packages: [examplePackage] };
  /** What becomes of a question. */
  approving: (signal: AbortSignal) => Promise<PackagesAnswer> = async () => this.packages;
}

export function recordingPackages(asked: string[], answers: PackageAnswers): PackageActions {
  return {
    list: async () => answers.packages,
    approve: async (name, signal) => {
      asked.push(`use ${name}`);
      return answers.approving(signal);
    },
    forget: async (name, by) => {
      asked.push(`forget ${name} by ${by}`);
      return answers.packages;
    },
  };
}
