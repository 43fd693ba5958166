// Switching as lines for people: what stands in for what, what is under way, and who still goes by the account of before.
import { fullName } from '../domain/account-name.ts';
import type { Status } from '../broker/protocol.ts';
import { switchingWords } from './messages-switching.ts';
import { ageText, momentText } from './time-text.ts';

type Selection = Status['selection'];
type Providers = Status['providers'];

/** What serves and what it stands in for: by provider, or by account where both are of one provider. */
function namesIn({ provider, account, wanted }: Selection, providers: Providers) {
  const nothing = switchingWords.course.nothing;
  if (wanted === null) return undefined;
  if (provider === wanted.provider) {
    const accounts = providers.flatMap((each) => each.accounts);
    const serving = accounts.find(({ id }) => id === account);
    const own = accounts.find(({ id }) => id === wanted.account);
    return {
      serving: serving === undefined ? nothing : fullName(serving),
      wanted: own === undefined ? wanted.label : fullName(own),
    };
  }
  const labelOf = (id: string): string => providers.find((each) => each.id === id)?.label ?? id;
  return {
    serving: provider === null ? nothing : labelOf(provider),
    wanted: labelOf(wanted.provider),
  };
}

function waitText({ waitsFor, backAt }: Selection, now: number): string | undefined {
  const { waits, back, about, joinedAbout } = switchingWords.course;
  const when = backAt === null || backAt <= now ? undefined : momentText(backAt, now);
  if (waitsFor.length === 0) return when === undefined ? undefined : `${back}${about(when)}.`;
  return `${waits(waitsFor.join(', '))}${when === undefined ? '' : joinedAbout(when)}.`;
}

/** What stands in for what, since when and how long yet; undefined while the wanted account serves. */
export function courseText(selection: Selection, providers: Providers, now: number): string | undefined {
  const names = namesIn(selection, providers);
  const { phase, since } = selection;
  if (names === undefined || phase === 'primary') return undefined;
  const words = switchingWords.course;
  const began = since === null ? '' : words.since(momentText(since, now));
  const sentence = words[phase](names.serving, names.wanted, began);
  return [sentence, waitText(selection, now)].filter((part) => part !== undefined).join(' ');
}

/** A program that was started before the switch, as a line. */
export function holderText({ program, pid, account }: Status['switching']['holders'][number]): string {
  return switchingWords.holder(program, pid, account);
}

/** The switch under way, why the last one changed nothing, and which one can be undone. */
export function switchingLines({ running, problem, undo }: Status['switching'], now: number): string[] {
  return [
    ...(running === null ? [] : [switchingWords.running[running.step](running.to)]),
    ...(problem === null ? [] : [`! ${problem.what} ${problem.next}`]),
    ...(undo === null ? [] : [switchingWords.canUndo(undo.title, ageText(undo.at, now))]),
  ];
}
