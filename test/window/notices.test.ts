// The settings on notices: what is told, at which percents, when it waits, and with what sound.
import { describe, expect, test } from 'vitest';
import type { AlertSettingsView } from '../../preload/view.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import * as views from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { alerts, openAi, settings, viewOf } = views;
const { open } = useWindows();

const viewWith = (changes: Partial<AlertSettingsView>) =>
  viewOf([openAi()], { settings: { ...settings, alerts: { ...alerts, ...changes } } });

async function openNotices(changes: Partial<AlertSettingsView> = {}): Promise<WindowPage> {
  const window = await open(viewWith(changes));
  await window.openSettings();
  return window;
}

const sent = (window: WindowPage) => window.main.received('settings.change');

describe('what is told', () => {
  const kind = (window: WindowPage, name: string) => window.page.getByRole('checkbox', { name, exact: true });

  async function openKinds(muted: AlertSettingsView['muted'] = []): Promise<WindowPage> {
    const window = await openNotices({ muted });
    await window.press('What is told');
    return window;
  }

  test('is in sight as a number, and each kind behind a press with what it means', async () => {
    const window = await openNotices({ muted: ['reset', 'switched'] });
    await window.page.getByText('6 of 8', { exact: true }).waitFor();
    expect(await kind(window, 'A quota gets low').isVisible()).toBe(false);
    await window.press('What is told');
    const boxes = window.page.getByRole('checkbox');
    await expect.poll(() => boxes.first().isVisible()).toBe(true);
    expect(
      await window.page
        .getByRole('group', { name: 'What is told' })
        .locator('label')
        .evaluateAll((labels) =>
          labels.map((label) => `${label.querySelector('input')?.checked} ${label.textContent}`),
        ),
    ).toEqual([
      'true A quota gets low When it passes one of its percents.',
      'true A quota will run out When it is likely to be used up before its reset.',
      'true A reset is near Five minutes before it, when the quota is low.',
      'false A quota is reset When one that was low can be used again.',
      'true A sign-in ends soon Seven days, three days and one day before.',
      'true Keys cannot be renewed When it has failed twice in a row, or a new sign-in is needed.',
      'false Another account is used When that happens without you: which one serves now, and why.',
      'true A plan has changed When it ends or becomes a smaller one.',
    ]);
  });

  test('loses a kind with a press, and changes nothing by itself', async () => {
    const window = await openKinds(['switched']);
    await kind(window, 'A quota will run out').click();
    await expect.poll(() => sent(window)).toEqual([{ mutedAlerts: ['forecast', 'switched'] }]);
    expect(await kind(window, 'A quota will run out').isChecked()).toBe(true);
    await window.main.show(viewWith({ muted: ['forecast', 'switched'] }));
    await expect.poll(() => kind(window, 'A quota will run out').isChecked()).toBe(false);
  });

  test('gets a kind back with a press', async () => {
    const window = await openKinds(['forecast', 'switched']);
    await kind(window, 'Another account is used').press('Space');
    await expect.poll(() => sent(window)).toEqual([{ mutedAlerts: ['forecast'] }]);
  });

  test('says beside it why nothing was changed', async () => {
    const window = await openKinds();
    window.main.answer('settings.change', () => refused(views.noKeyStore));
    await kind(window, 'A quota is reset').click();
    await expect.poll(() => window.provider('Notices').textContent()).toContain(views.noKeyStore.what);
  });
});

describe('the percents of a quota', () => {
  const field = (window: WindowPage, quota: string) =>
    window.page.getByRole('textbox', { name: quota, exact: true });

  async function openPercents(changes: Partial<AlertSettingsView> = {}): Promise<WindowPage> {
    const window = await openNotices(changes);
    await window.press('Percents of each quota');
    return window;
  }

  test('stand beside its name, with the way back to the usual ones where they are not', async () => {
    const window = await openPercents();
    await window.page.getByText('1 changed', { exact: true }).waitFor();
    expect([
      await field(window, 'Claude 5-hour').inputValue(),
      await field(window, 'OpenAI Weekly').inputValue(),
      await window.page.locator('.threshold-usual').allTextContents(),
    ]).toEqual(['80, 95, 100', '50, 90', ['usual', 'Usual']]);
  });

  test.for([
    { typed: '70, 90', percents: [70, 90] },
    { typed: ' 90%;70  90 ', percents: [70, 90] },
    { typed: '1,100', percents: [1, 100] },
    { typed: '', percents: [] },
  ])('are sent for that quota alone: "$typed"', async ({ typed, percents }) => {
    const window = await openPercents();
    await field(window, 'Claude 5-hour').fill(typed);
    await field(window, 'Claude 5-hour').press('Enter');
    await expect.poll(() => sent(window)).toEqual([{ alertAtPercent: { 'claude/five-hour': percents } }]);
  });

  test.for(['eighty', '0', '101', '80.5', '-5', '80, x', '1, 2, 3, 4, 5, 6, 7'])(
    'of "%s" are explained and not sent',
    async (typed) => {
      const window = await openPercents();
      await field(window, 'Claude 5-hour').fill(typed);
      await field(window, 'Claude 5-hour').press('Enter');
      await expect
        .poll(() => window.announced())
        .toEqual([
          'Enter at most six whole numbers from 1 to 100 with commas between them, for example 80, 95, 100.',
        ]);
      expect([sent(window), await field(window, 'Claude 5-hour').getAttribute('aria-invalid')]).toEqual([
        [],
        'true',
      ]);
    },
  );

  test('that are the old ones are not sent', async () => {
    const window = await openPercents();
    await field(window, 'Claude 5-hour').fill('100 95 80');
    await window.page.keyboard.press('Tab');
    await expect.poll(() => field(window, 'Claude 5-hour').inputValue()).toBe('80, 95, 100');
    expect(sent(window)).toEqual([]);
  });

  test('are the usual ones again with a press', async () => {
    const window = await openPercents();
    await window.button('Use the usual percents for OpenAI Weekly').click();
    await expect.poll(() => sent(window)).toEqual([{ alertAtPercent: { 'openai/weekly': null } }]);
  });

  test('that are usual everywhere are not in the way, nor where there is no quota', async () => {
    const [usual] = alerts.thresholds;
    if (usual === undefined) throw new Error('there is one');
    const window = await openNotices({ thresholds: [usual] });
    await window.page.getByText('As usual', { exact: true }).waitFor();
    await window.main.show(viewWith({ thresholds: [] }));
    await window.page.getByText('Percents of each quota').waitFor({ state: 'detached' });
  });
});

describe('quiet hours', () => {
  const night = { fromMinute: 22 * 60, toMinute: 8 * 60 };
  const time = (window: WindowPage, name: string) => window.page.getByLabel(name, { exact: true });

  test('are off until they are switched on, and then begin with a night', async () => {
    const window = await openNotices();
    expect(await time(window, 'From').count()).toBe(0);
    await window.switch('Quiet hours').click();
    await expect.poll(() => sent(window)).toEqual([{ quietHours: night }]);
    await window.main.show(viewWith({ quietHours: night }));
    await time(window, 'From').waitFor();
    expect([await time(window, 'From').inputValue(), await time(window, 'To').inputValue()]).toEqual([
      '22:00',
      '08:00',
    ]);
  });

  test('are switched off', async () => {
    const window = await openNotices({ quietHours: night });
    await window.switch('Quiet hours').click();
    await expect.poll(() => sent(window)).toEqual([{ quietHours: null }]);
  });

  test('are moved at one end, and the other stays', async () => {
    const window = await openNotices({ quietHours: night });
    await time(window, 'To').fill('07:30');
    await time(window, 'To').press('Enter');
    await expect.poll(() => sent(window)).toEqual([{ quietHours: { ...night, toMinute: 7 * 60 + 30 } }]);
  });

  test.for([
    { typed: '22:00', words: 'The two times must be different.' },
    { typed: '', words: 'Enter a time.' },
  ])('that would be none are explained and not sent: "$typed"', async ({ typed, words }) => {
    const window = await openNotices({ quietHours: night });
    await time(window, 'To').fill(typed);
    await time(window, 'To').press('Enter');
    await expect.poll(() => window.announced()).toEqual([words]);
    expect(sent(window)).toEqual([]);
  });
});

test('a sound is off until it is wanted', async () => {
  const window = await openNotices();
  expect(await window.switch('With a sound').isChecked()).toBe(false);
  await window.switch('With a sound').click();
  await expect.poll(() => sent(window)).toEqual([{ alertSound: true }]);
});
