// Signing in by code keeps the pace of RFC 8628 §3.5 to the second, whatever provider and network answer: random scripts on a
// clock of their own, for each provider that has such a way.
import type { DeviceMethod, ProviderDescription } from '../../../main/providers/description.ts';
import { providers } from '../../../main/providers/list.ts';
import type { Figure, Outcome } from '../figure.ts';
import { judge } from '../support/device/judge.ts';
import { play } from '../support/device/run.ts';
import { replyKinds, scriptOf, type ReplyKind } from '../support/device/scripts.ts';
import { wireOf } from '../support/device/wires.ts';
import { createRandom } from '../support/random.ts';
import { tally } from '../support/statistics.ts';

const controlScripts = 60;

interface Way {
  readonly provider: ProviderDescription;
  readonly method: DeviceMethod;
}

const ways: readonly Way[] = providers.flatMap((provider) =>
  provider.methods.flatMap((method) => (method.kind === 'device' ? [{ provider, method }] : [])),
);

/** The guard taken away: to be told to slow down changes nothing. */
function hasty(method: DeviceMethod): DeviceMethod {
  return {
    ...method,
    async begin(given, tools, signal) {
      const attempt = await method.begin(given, tools, signal);
      return {
        ...attempt,
        async ask(asking) {
          const answer = await attempt.ask(asking);
          return answer.kind === 'slow-down' ? { kind: 'pending' } : answer;
        },
      };
    },
  };
}

async function scripts(
  count: number,
  seed: number,
  say: (line: string) => void,
  change: (method: DeviceMethod) => DeviceMethod = (method) => method,
): Promise<Outcome> {
  const random = createRandom(seed);
  const seen: ReplyKind[] = [];
  const wrongEnds: string[] = [];
  let [questions, early, late] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const script = scriptOf(random);
    for (const { provider, method } of ways) {
      const run = await play(provider, change(method), script);
      const verdict = judge(run, script, wireOf(provider).statesPace);
      questions += run.questions.length;
      early += verdict.early;
      late += verdict.late;
      if (verdict.wrongEnd !== undefined) wrongEnds.push(`${provider.id}: ${verdict.wrongEnd}`);
      seen.push(...run.questions.map(({ reply }) => reply.kind));
    }
    if ((index + 1) % 1_000 === 0) say(`${index + 1} of ${count}`);
  }
  return {
    met: ways.length > 0 && questions > 0 && early + late + wrongEnds.length === 0,
    goal: `0 of ${questions.toLocaleString('en')} questions too early, 0 more than a second late, 0 wrong ends`,
    actual: `${early} too early, ${late} late, ${wrongEnds.length} wrong ends${wrongEnds[0] === undefined ? '' : `, for example ${wrongEnds[0]}`}`,
    counts: { scripts: count * ways.length, questions, early, late, wrongEnds: wrongEnds.length },
    histogram: tally(replyKinds, seen),
  };
}

export const figure: Figure = {
  id: 'device-flow',
  about:
    'a sign-in by code asks neither too early nor late and ends as it has to, whatever provider and network answer (RFC 8628 §3.5)',
  place: 'node',
  size: { unit: 'scripts for each provider', quick: 150, full: 5_000 },
  measure: (size, seed, say) => scripts(size, seed, say),
  control: (seed, say) => scripts(controlScripts, seed, say, hasty),
};
