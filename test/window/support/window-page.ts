// The window as a person finds it: by role and words. Tests speak of cards and meters, not of elements.
import type { Locator, Page } from '@playwright/test';
import type { FakeMain } from './fake-main.ts';

export class WindowPage {
  readonly page: Page;
  readonly main: FakeMain;
  /** What must not happen: console output, exceptions, refused resources, requests elsewhere. */
  readonly faults: readonly string[];

  constructor(page: Page, main: FakeMain, faults: readonly string[]) {
    this.page = page;
    this.main = main;
    this.faults = faults;
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  preferred(label: string): Locator {
    return this.page.getByRole('radio', { name: label, exact: true });
  }

  provider(label: string): Locator {
    return this.page.getByRole('region', { name: label, exact: true });
  }

  card(label: string): Locator {
    return this.page.getByRole('article', { name: label, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  signIn(provider: string): Locator {
    return this.page.getByRole('group', { name: `Sign in to ${provider}`, exact: true });
  }

  /** The step that is marked as the current one. */
  get currentStep(): Locator {
    return this.page.locator('li[aria-current=step]');
  }

  get keyField(): Locator {
    return this.page.getByLabel('API key', { exact: true });
  }

  get clientIdField(): Locator {
    return this.page.getByRole('textbox', { name: 'Client id', exact: true });
  }

  get agreement(): Locator {
    return this.page.getByRole('checkbox', { name: 'I agree', exact: true });
  }

  /** The question whether to sign out of an account. */
  signOutQuestion(account: string): Locator {
    return this.page.getByRole('group', { name: `Sign out of ${account}?`, exact: true });
  }

  switch(name: string): Locator {
    return this.page.getByRole('switch', { name, exact: true });
  }

  strategy(label: string): Locator {
    return this.page.getByRole('radiogroup', { name: 'Start with' }).getByRole('radio', { name: label });
  }

  number(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** Opens or closes the parts of a setting. */
  async press(setting: string): Promise<void> {
    await this.page.locator('summary', { hasText: setting }).click();
  }

  async openSettings(): Promise<void> {
    await this.button('Settings').click();
    await this.heading('Settings').waitFor();
  }

  async openDoctor(): Promise<void> {
    await this.button('Doctor').click();
    await this.heading('Doctor').waitFor();
  }

  /** What a screen reader is told as it changes: the texts of all live regions that say something. */
  async announced(): Promise<readonly string[]> {
    const texts = await this.page.getByRole('status').allTextContents();
    return texts.filter((text) => text !== '');
  }

  /** The element that has the keyboard, as `role "name"`. */
  async focused(): Promise<string> {
    const focus = this.page.locator(':focus');
    if ((await focus.count()) === 0) return 'nothing';
    const opened = await focus.evaluate((element) =>
      element.matches('summary') ? element.textContent : null,
    );
    if (opened !== null) return `summary "${opened}"`;
    return /^- '?(\w+ "[^"]*")/.exec(await focus.ariaSnapshot())?.[1] ?? 'something without a name';
  }

  /** How far the page could be scrolled sideways; 0 when everything fits. */
  async overflow(): Promise<number> {
    // The body, not the root: its width leaves out the room kept for the scroll bar.
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.body.offsetWidth);
  }
}
