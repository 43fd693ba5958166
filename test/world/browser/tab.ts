// One tab: plays the person through the sandbox's sign-in pages, by the test ids that these carry.
import type { Locator, Page } from '@playwright/test';
import type { Person } from './person.ts';

export interface TabHelp {
  note: (entry: Record<string, unknown>) => void;
  picture: string;
  /** Asked again while a page waits for a code that the person has still to read off the app. */
  currentPerson: () => Promise<Person>;
  /** Where the sandbox itself is, which is not the app's listener either. */
  control: string;
}

const stepDeadlineMs = 15_000;
const codeDeadlineMs = 60_000;
const mostSteps = 8;

export async function workTab(page: Page, url: string, person: Person, help: TabHelp): Promise<void> {
  if (person.decision === 'close') {
    await page.goto(url, { timeout: stepDeadlineMs });
    await page.close();
    help.note({ event: 'closed', by: 'person' });
    return;
  }
  await page.goto(url, { timeout: stepDeadlineMs });
  help.note({ event: 'arrived', url: page.url(), title: await page.title() });
  if (person.decision === 'ignore') return;
  for (let step = 0; step < mostSteps && !isCallback(page, help.control); step++) {
    if (!(await takeStep(page, person, help))) break;
    help.note({ event: 'arrived', url: page.url(), title: await page.title() });
  }
  await page.screenshot({ path: help.picture });
  help.note({ event: 'finished', url: page.url(), title: await page.title(), picture: help.picture });
}

/** False when the page offers nothing to do: the end of the way, or an error page. */
async function takeStep(page: Page, person: Person, help: TabHelp): Promise<boolean> {
  if (await shows(page, 'problem')) {
    help.note({ event: 'problem', text: await page.getByTestId('problem').textContent() });
    return false;
  }
  if (await shows(page, 'user-code')) {
    const field = page.getByTestId('user-code');
    if ((await field.inputValue()) === '') await field.fill(await readCode(person, help));
    return click(page, 'confirm', help);
  }
  if (await shows(page, 'email')) {
    await page.getByTestId('email').fill(person.email);
    if (await shows(page, 'continue')) return click(page, 'continue', help);
  }
  if (await shows(page, person.decision)) return click(page, person.decision, help);
  if (await shows(page, 'continue')) return click(page, 'continue', help);
  return false;
}

/** A click that leads to another page; it ends when that page has loaded, wherever it is. */
async function click(page: Page, testId: string, help: TabHelp): Promise<boolean> {
  help.note({ event: 'click', on: testId });
  const button: Locator = page.getByTestId(testId);
  const arrived = page.waitForEvent('load', { timeout: stepDeadlineMs });
  await Promise.all([arrived, button.click({ timeout: stepDeadlineMs })]);
  return true;
}

async function readCode(person: Person, help: TabHelp): Promise<string> {
  const until = Date.now() + codeDeadlineMs;
  let { userCode } = person;
  while (userCode === undefined && Date.now() < until) {
    // The control address offers no event for this.
    await new Promise((done) => setTimeout(done, 200));
    ({ userCode } = await help.currentPerson());
  }
  if (userCode === undefined) throw new Error('the page asks for a code and the scenario has none');
  return userCode;
}

async function shows(page: Page, testId: string): Promise<boolean> {
  return (await page.getByTestId(testId).count()) > 0;
}

/** The app's own listener: the way ends there. */
function isCallback(page: Page, control: string): boolean {
  const { protocol, hostname, origin } = new URL(page.url());
  return (
    protocol === 'http:' &&
    (hostname === 'localhost' || hostname === '127.0.0.1') &&
    origin !== new URL(control).origin
  );
}
