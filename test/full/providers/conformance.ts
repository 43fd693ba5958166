// The modules for relying parties of the OpenID conformance suite, through our own sign-in against a certified authorization
// server and against one that signs wrongly in every way of the list.
import type { Figure, Outcome } from '../figure.ts';
import { openRoom, runModule } from '../support/openid/attempt.ts';
import { modules } from '../support/openid/modules.ts';
import { notForUs } from '../support/openid/not-for-us.ts';
import { createRandom } from '../support/random.ts';

async function battery(
  rounds: number,
  seed: number,
  say: (line: string) => void,
  careless = false,
): Promise<Outcome> {
  await using room = await openRoom(careless);
  const random = createRandom(seed);
  const wrong: string[] = [];
  const passed: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const module of random.shuffled(modules)) {
      const happened = await runModule(module, room);
      const name = `${module.name} (${module.suite}, ${module.at})`;
      if (happened === module.expected) passed[module.suite] = (passed[module.suite] ?? 0) + 1;
      else wrong.push(`${name}: expected ${module.expected}; happened ${happened}`);
    }
  }
  if (!careless) {
    for (const { reason, names } of notForUs) say(`does not apply, ${reason}: ${names.join(', ')}`);
    for (const line of wrong) say(line);
  }
  const all = rounds * modules.length;
  const ofSuites = new Set(modules.filter(({ suite }) => suite !== 'own').map(({ name }) => name));
  const left = notForUs.flatMap(({ names }) => names).length;
  return {
    met: wrong.length === 0 && all > 0,
    goal: `${all} of ${all} modules end as they have to`,
    actual: `${all - wrong.length} of ${all}; ${left} more do not apply${wrong[0] === undefined ? '' : `; for example ${wrong[0]}`}`,
    counts: {
      namesOfTheSuites: ofSuites.size,
      modules: all,
      asExpected: all - wrong.length,
      doNotApply: left,
    },
    histogram: { ...passed, 'does not apply': left },
  };
}

export const figure: Figure = {
  id: 'conformance',
  about:
    'every module for relying parties of the OpenID conformance suite that applies ends through our own sign-in as it has to',
  place: 'node',
  size: { unit: 'rounds', quick: 1, full: 10 },
  measure: (size, seed, say) => battery(size, seed, say),
  control: (seed, say) => battery(1, seed, say, true),
};
