// What the window knows: the last view that main sent, which card it was asked to show, and which page is open.
import { signal } from '@preact/signals';
import type { PageName } from '../preload/contract.ts';
import type { ProblemView, View } from '../preload/view.ts';
import { ask, listen } from './bridge.ts';
import { language } from './language.ts';
import { readTime } from './now.ts';

/** Null until main has sent the first one. */
export const view = signal<View | null>(null);

/** Why there is no view, when asking for it failed. */
export const viewProblem = signal<ProblemView | null>(null);

/** The account whose card is to be brought into sight; cleared once it has been. */
export const shownAccount = signal<string | null>(null);

/** The provider to bring into sight, and the method whose form to open; cleared once it has been. */
export const shownProvider = signal<{ readonly provider: string; readonly method: string | null } | null>(
  null,
);

/** The page that stands in place of the accounts, when one does. */
export const openPage = signal<OpenPage | null>(null);

/** How often something asked for the field of the passphrase; the banner that has it takes the keyboard. */
export const passphraseAsked = signal(0);

export type SettingsPlace = 'top' | 'figures' | 'protection' | 'files';

export type Page =
  | { readonly name: 'settings'; readonly place: SettingsPlace }
  /** At the history of this shared file. */
  | { readonly name: 'activity'; readonly file: string }
  | { readonly name: Exclude<PageName, 'accounts' | 'settings'> };

export interface OpenPage {
  readonly page: Page;
  /** What opened it, which gets the keyboard back; null where it was nothing in the window. */
  readonly from: HTMLElement | null;
  /** How far the accounts were scrolled. */
  readonly scrolledTo: number;
}

export function showPage(page: Page, from: HTMLElement | null): void {
  // From one page to the next the accounts stay scrolled as they were.
  openPage.value = { page, from, scrolledTo: openPage.peek()?.scrolledTo ?? scrollY };
}

export function closePage(): void {
  openPage.value = null;
}

/** @param from what asked for it, which gets the keyboard back */
export function goTo(name: PageName, from: HTMLElement | null = openPage.peek()?.from ?? null): void {
  if (name === 'accounts') closePage();
  else showPage(name === 'settings' ? { name, place: 'top' } : { name }, from);
}

function show(next: View): void {
  readTime();
  language.value = next.language;
  view.value = next;
  viewProblem.value = null;
}

export async function askForView(): Promise<void> {
  const outcome = await ask('view.get', {});
  // A push that came meanwhile is at least as new as this answer.
  if (view.value !== null) return;
  if (outcome.ok) show(outcome.value);
  else viewProblem.value = outcome.problem;
}

export function connect(): void {
  listen('view.changed', show);
  listen('page.show', ({ page }) => {
    goTo(page);
  });
  listen('account.show', ({ account }) => {
    closePage();
    shownAccount.value = account;
  });
  listen('provider.show', (shown) => {
    closePage();
    shownProvider.value = shown;
  });
  // Most often main has sent it by now.
  if (view.peek() === null) void askForView();
}
