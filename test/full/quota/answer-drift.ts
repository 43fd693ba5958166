// Generated answers of providers about quota: none makes a reader fail, and no figure is shown that the answer does not
// state for that window (QP-04).
import fc from 'fast-check';
import type { JsonValue } from '../../../main/domain/json.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import * as claude from '../../../main/providers/claude/usage-windows.ts';
import * as copilot from '../../../main/providers/copilot/usage-windows.ts';
import * as gemini from '../../../main/providers/gemini/usage-windows.ts';
import * as openai from '../../../main/providers/openai/usage-windows.ts';
import type { Figure, Outcome } from '../figure.ts';
import { answerIn, drifted } from '../support/drifted-answers.ts';
import {
  answeredAtMs,
  claudeStatusLine,
  claudeUsage,
  codexRateLimits,
  copilotUser,
  geminiQuota,
  openaiUsage,
} from '../support/quota-answers.ts';
import { inventedIn, lostIn } from '../support/stated-figures.ts';

type Answer = Readonly<Record<string, unknown>>;
type Reader = (answer: Answer, nowMs: number) => readonly QuotaWindow[];

interface Shape {
  readonly name: string;
  readonly answers: fc.Arbitrary<JsonValue>;
  readonly read: Reader;
}

const shapes: readonly Shape[] = [
  { name: 'claude', answers: claudeUsage, read: claude.windowsOf },
  { name: 'claudeStatusLine', answers: claudeStatusLine, read: claude.statusLineWindows },
  { name: 'openai', answers: openaiUsage, read: openai.windowsOf },
  { name: 'codex', answers: codexRateLimits, read: openai.windowsOf },
  { name: 'copilot', answers: copilotUser, read: copilot.windowsOf },
  { name: 'gemini', answers: geminiQuota, read: gemini.windowsOf },
];

const controlAnswers = 200;

/** What can go wrong with one answer; nothing has when all are empty. */
interface Findings {
  readonly crashed: boolean;
  readonly invented: readonly string[];
  readonly lost: readonly string[];
}

function findingsIn(answer: Answer, isTrue: boolean, read: Reader): Findings {
  let windows: readonly QuotaWindow[];
  try {
    windows = read(answer, answeredAtMs);
  } catch {
    return { crashed: true, invented: [], lost: [] };
  }
  const lost = isTrue ? lostIn(answer, windows) : [];
  return { crashed: false, invented: inventedIn(answer, windows), lost };
}

function measured(
  size: number,
  seed: number,
  wanted: readonly Shape[],
  say: (line: string) => void,
): Outcome {
  const numRuns = Math.ceil(size / wanted.length);
  const all = wanted.flatMap(({ name, answers, read }, index) =>
    fc.sample(drifted(answers), { numRuns, seed: seed + index }).map(({ changes, text }) => {
      const findings = findingsIn(answerIn(text), changes === 0, read);
      return { name, changes, text, ...findings };
    }),
  );
  const count = (wrong: (one: (typeof all)[number]) => boolean): number => all.filter(wrong).length;
  const crashes = count(({ crashed }) => crashed);
  const invented = count((one) => one.invented.length > 0);
  const trueAnswers = count(({ changes }) => changes === 0);
  const lost = count((one) => one.lost.length > 0);
  for (const one of all
    .filter((each) => each.crashed || each.invented.length + each.lost.length > 0)
    .slice(0, 5)) {
    const what = [
      ...(one.crashed ? ['crashed'] : []),
      ...one.invented,
      ...one.lost.map((path) => `lost ${path}`),
    ];
    say(`${one.name}: ${what.join('; ')} in ${one.text.slice(0, 1000)}`);
  }
  return {
    met: crashes === 0 && invented === 0 && lost === 0 && trueAnswers > 0,
    goal: `0 of ${all.length} answers that make a reader fail, 0 with an invented figure, 0 true ones with a lost figure`,
    actual: `${crashes} that make a reader fail, ${invented} with an invented figure, ${lost} true ones with a lost figure`,
    counts: { answers: all.length, trueAnswers, crashes, invented, lost },
  };
}

/** What is usual: whatever is no number is 0, and whatever the language takes for a date is one. */
const careless: Reader = (answer) =>
  Object.entries(answer).flatMap(([key, meter]) => {
    if (typeof meter !== 'object' || meter === null || !('utilization' in meter)) return [];
    const resets = 'resets_at' in meter ? Date.parse(String(meter.resets_at)) : NaN;
    return [
      {
        id: key === 'five_hour' ? 'five-hour' : key === 'seven_day' ? 'weekly' : key.replaceAll('_', '-'),
        label: key,
        usedPercent: Number(meter.utilization) || 0,
        lengthMs: null,
        resetsAt: Number.isNaN(resets) ? null : resets,
      },
    ];
  });

export const figure: Figure = {
  id: 'answer-drift',
  about:
    'no answer about quota makes a reader fail, and every figure shown is stated in the answer, for that window',
  place: 'node',
  size: { unit: 'answers', quick: 500, full: 10_000 },
  measure: async (size, seed, say) => measured(size, seed, shapes, say),
  control: async (seed) =>
    measured(
      controlAnswers,
      seed,
      [{ name: 'careless', answers: claudeUsage, read: careless }],
      () => undefined,
    ),
};
