// Which account a task is given to: by its folder, by who can do it, by what it takes (design §9). Moves nothing. Pure.
import { accountOf, choiceAmong } from './choice.ts';
import type { Course } from './course-memory.ts';
import { limitingWindows } from './quota-window.ts';
import type { AccountFacts, Choice, SelectionFacts, TaskContext } from './selection-facts.ts';
import type { FolderRule } from './settings.ts';
import { withStandIns } from './stand-ins.ts';

/** The windows in which less is known to be left than the task takes. */
function tooSmall(account: AccountFacts, estimate: TaskContext['estimate']): readonly string[] {
  if (estimate === undefined) return [];
  return limitingWindows(account)
    .filter(({ usedPercent, amount }) => {
      const tokens = amount?.unit === 'tokens' ? amount.left : null;
      const left = estimate.unit === 'tokens' ? tokens : usedPercent === null ? null : 100 - usedPercent;
      return left !== null && left < estimate.amount;
    })
    .map(({ id }) => id);
}

/** The course in which every account that has too little left for the task counts as used up. */
function courseFor(facts: SelectionFacts, course: Course, estimate: TaskContext['estimate']): Course {
  const short = facts.accounts.flatMap((account): [string, readonly string[]][] => {
    const windows = tooSmall(account, estimate);
    return windows.length === 0 ? [] : [[account.account, windows]];
  });
  return { ...course, spent: { ...Object.fromEntries(short), ...course.spent } };
}

function contains(folder: string, inner: string): boolean {
  const start = /[/\\]$/.test(folder) ? folder.slice(0, -1) : folder;
  return inner.startsWith(start) && [undefined, '/', '\\'].includes(inner[start.length]);
}

/** The rule of the innermost folder, among those for accounts that are here and that can be used for the task. */
function ruleFor(facts: SelectionFacts, { folders = [], providers }: TaskContext): FolderRule | undefined {
  return facts.folderRules
    .filter((rule) => {
      const provider = accountOf(facts, rule.account)?.provider;
      if (provider === undefined || providers?.includes(provider) === false) return false;
      return folders.some((folder) => contains(rule.folder, folder));
    })
    .reduce<FolderRule | undefined>(
      (inner, rule) => (inner === undefined || rule.folder.length > inner.folder.length ? rule : inner),
      undefined,
    );
}

/** With a rule, its account serves or nobody: what belongs to one account is not given to another. */
function choiceByRule(facts: SelectionFacts, course: Course, rule: FolderRule): Choice {
  const provider = accountOf(facts, rule.account)?.provider;
  const only = facts.providers
    .filter((each) => each.provider === provider)
    .map((each) => ({ ...each, wanted: rule.account, otherAccounts: false, mayFallBack: false }));
  const ruled: SelectionFacts = { ...facts, strategy: 'user-preference', providers: only };
  return { ...choiceAmong(ruled, { ...course, standIns: {} }, only), rule };
}

/** Which account this task is for, without moving what serves otherwise. */
export function chooseForTask(facts: SelectionFacts, course: Course, task: TaskContext): Choice {
  const fitted = courseFor(facts, course, task.estimate);
  const rule = ruleFor(facts, task);
  if (rule !== undefined) return choiceByRule(facts, fitted, rule);
  const only = facts.providers.filter(({ provider }) => task.providers?.includes(provider) !== false);
  return choiceAmong(facts, withStandIns(facts, fitted, only), only);
}
