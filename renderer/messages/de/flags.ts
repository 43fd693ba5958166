// Die Texte zu Funktionsschaltern.
import type { FlagView } from '../../../preload/view.ts';
import type { flagsMessages as english } from '../en/flags.ts';
import type { Texts } from '../texts.ts';

const reasons: Readonly<Record<FlagView['why'], string>> = {
  chosen: 'Das hast du gewählt.',
  share: 'Diese Installation gehört zu denen, die es ausprobieren.',
  default: 'Niemand hat etwas anderes gewählt.',
  expired: 'Niemand hat etwas anderes gewählt, und die Probezeit ist vorbei.',
  locked: 'Deine Wahl lässt sich gerade nicht öffnen; es gilt die vorsichtige Stellung.',
  damaged: 'Deine Wahl lässt sich nicht mehr öffnen; es gilt die vorsichtige Stellung, bis du wieder wählst.',
};

const variantNames: Readonly<Record<string, string>> = { on: 'an', off: 'aus' };
const nameOf = (variant: string): string => variantNames[variant] ?? variant;

export const flagsMessages: Texts<typeof english> = {
  flags: 'Funktionsschalter',
  flagsEffect:
    'Neue oder heikle Teile lassen sich einzeln abschalten. Gatehouse fragt dich in einem Dialog, bevor es einen Schalter umstellt, und sagt es niemandem.',
  flagStands: (id, variant) => `${id}: ${nameOf(variant)}`,
  flagWhy: (why) => reasons[why],
  flagSet: (variant) => `Auf „${nameOf(variant)}“ stellen…`,
  flagSetNamed: (id, variant) => `Auf „${nameOf(variant)}“ stellen… ${id}`,
  flagReset: 'Zurücknehmen…',
  flagResetNamed: (id) => `Zurücknehmen… ${id}`,
  flagAsking: 'Wartet auf deine Antwort im Dialog…',
};
