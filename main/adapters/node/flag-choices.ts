// What the person has chosen for feature flags, sealed by the key store: what another program writes here does not open. Beside
// it, once a flag needs it, a random number of this installation that never leaves the machine.
import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { FlagMemory } from '../../ports-files.ts';
import { createSealedList, type SealedPlace } from './sealed-list.ts';

/** Far more than there are flags: choices for what another version knows are kept. */
const mostItems = 200;
const numberBytes = 16;
/** Of the hash, for an even place among a hundred. */
const pointBytes = 6;

const choiceShape = z.strictObject({
  flag: z.string().check(z.maxLength(100)),
  variant: z.string().check(z.maxLength(100)),
  chosenAt: z.number(),
});
const installationShape = z.strictObject({ installation: z.string().check(z.regex(/^[\da-f]{32}$/)) });
const listShape = z.array(z.union([choiceShape, installationShape])).check(z.maxLength(mostItems));

type Item = z.output<typeof listShape>[number];
type Choice = z.output<typeof choiceShape>;

const choicesIn = (items: readonly Item[]): readonly Choice[] =>
  items.filter((item): item is Choice => 'flag' in item);

function numberIn(items: readonly Item[]): string | undefined {
  return items.flatMap((item) => ('installation' in item ? [item.installation] : []))[0];
}

function pointFor(installation: string, flag: string): number {
  const hash = createHmac('sha256', installation).update(flag).digest();
  return (hash.readUIntBE(0, pointBytes) / 2 ** (8 * pointBytes)) * 100;
}

export function createFlagChoices(place: SealedPlace): FlagMemory {
  const list = createSealedList<Item>({
    ...place,
    purpose: 'gatehouse-feature-flags-1\n',
    subject: 'the choices of feature flags',
    parse: (value) => listShape.parse(value),
    most: mostItems,
  });

  async function installation(): Promise<string | undefined> {
    const { items, state } = await list.look();
    const known = numberIn(items);
    // To look is no reason to write over what cannot be opened.
    if (known !== undefined || state !== 'open') return known;
    const made = randomBytes(numberBytes).toString('hex');
    await list.save([...items, { installation: made }]);
    return made;
  }

  return {
    async load() {
      const { items, state } = await list.look();
      return {
        choices: state === 'open' ? choicesIn(items) : state,
        forged: state === 'damaged' ? [{ kind: 'forged' }] : [],
      };
    },
    loadToChange: async () => choicesIn(await list.loadToChange()),
    async save(choices) {
      const made = numberIn(await list.loadToChange());
      await list.save([...choices, ...(made === undefined ? [] : [{ installation: made }])]);
    },
    pointOf: (flag) =>
      installation().then(
        (made) => (made === undefined ? undefined : pointFor(made, flag)),
        () => undefined,
      ),
  };
}
