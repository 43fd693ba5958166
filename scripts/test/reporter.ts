// Ends a vitest run with one machine-readable line; scripts/test/runs.ts adds the runs up.
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { type Summary, summaryMark, wholeTag } from './projects.ts';

/** The rest stands further up. */
const longestReason = 400;

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    process.stdout.write(`\n${summaryMark}${JSON.stringify(summaryOf(modules, unhandled.length))}\n`);
  }
}

function summaryOf(modules: readonly TestModule[], unhandled: number): Summary {
  let passed = 0;
  // An error outside any test, such as a file that cannot be loaded, is a failure of its own.
  let failed = unhandled + modules.filter((module) => module.errors().length > 0).length;
  const skipped: string[] = [];
  const failures: string[] = [];
  const projects: Record<string, number> = {};
  const leftOut: Record<string, number> = {};
  const fileMs: Record<string, number> = {};
  for (const module of modules) {
    fileMs[module.relativeModuleId] = Math.round(module.diagnostic().duration);
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      projects[module.project.name] = (projects[module.project.name] ?? 0) + 1;
      if (state === 'skipped' && test.tags.includes(wholeTag))
        leftOut[module.relativeModuleId] = (leftOut[module.relativeModuleId] ?? 0) + 1;
      else if (state === 'passed') passed += 1;
      else if (state === 'failed') {
        failed += 1;
        const [reason = ''] = errors[0]?.message.split('\n') ?? [];
        failures.push(`${module.project.name}: ${test.fullName}: ${reason.slice(0, longestReason)}`);
      }
      // `pending` at the end: never started, because the run was cut off.
      else skipped.push(`${module.project.name}: ${test.fullName}`);
    }
  }
  return { passed, failed, failures, skipped, leftOut, fileMs, projects };
}
