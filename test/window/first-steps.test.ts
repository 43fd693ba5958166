// The first steps: their order, what each sends, where the keyboard is, resuming and leaving, and how they look.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import type { FirstRunStep, View } from '../../preload/view.ts';
import { violations } from './support/axe.ts';
import { refused } from './support/fake-main.ts';
import { atStep, bash, claudeKey, codexLogin, knownLogin } from './support/first-steps.ts';
import { useWindows } from './support/open-window.ts';
import { anna, claude, noKeyStore, openAi, offline, settings, viewOf, waiting } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'pictures');

/** Main as it is: what is chosen comes back with the next view. */
async function openAt(view: View): Promise<WindowPage> {
  const window = await open(view);
  let current = view;
  window.main.answer(
    'settings.change',
    async ({ firstRun = current.settings.firstRun, hiddenProviders, startWithSystem }) => {
      current = {
        ...current,
        settings: {
          ...current.settings,
          firstRun,
          ...(hiddenProviders !== undefined && { hiddenProviders }),
          ...(startWithSystem !== undefined && { startWithSystem }),
        },
      };
      await window.main.show(current);
      return { ok: true, value: null };
    },
  );
  return window;
}

const stepsSent = (window: WindowPage): readonly (FirstRunStep | undefined)[] =>
  window.main.received('settings.change').map(({ firstRun }) => firstRun);

describe('the way through', () => {
  test('goes forward and back by the keyboard alone, each time to the title of the step', async () => {
    const window = await openAt(atStep('new'));
    const seen: string[] = [];
    const press = async (name: string): Promise<void> => {
      await window.button(name).focus();
      await window.page.keyboard.press('Enter');
      await expect.poll(() => window.focused()).not.toBe(`button "${name}"`);
      seen.push(await window.focused());
    };
    for (const name of ['Next', 'Next', 'Back', 'Next', 'Next', 'Next']) await press(name);
    await window.button('Finish').press('Enter');
    await window.heading('No account yet').waitFor();
    expect([seen, stepsSent(window)]).toEqual([
      [
        'heading "What is here already"',
        'heading "Files for your tools"',
        'heading "What is here already"',
        'heading "Files for your tools"',
        'heading "Notices and start"',
        'heading "In your terminal"',
      ],
      ['import', 'files', 'import', 'files', 'notices', 'terminal', 'done'],
    ]);
  });

  test('says how far it is, and which step it is', async () => {
    const window = await open(atStep('files'));
    await window.page.getByText('Step 3 of 5: Files').waitFor();
    const steps = window.page.getByRole('list', { name: 'First steps' });
    expect([
      await steps.getByRole('listitem').allTextContents(),
      await steps.locator('[aria-current=step]').textContent(),
    ]).toEqual([['Providers', 'Import', 'Files', 'Notices', 'Terminal'], 'Files']);
  });

  test('is left at any step, and the accounts with their sign-ins stand there, with the way back', async () => {
    const window = await openAt(atStep('notices'));
    await window.button('Skip for now').click();
    await window.heading('No account yet').waitFor();
    await window.provider('OpenAI').getByRole('button').first().waitFor();
    await window.button('Start the first steps').click();
    await window.heading('Which providers do you use?').waitFor();
    expect([stepsSent(window), await window.focused()]).toEqual([
      ['done', 'providers'],
      'heading "Which providers do you use?"',
    ]);
  });

  test('is begun again from the settings, at its title', async () => {
    const window = await openAt(atStep('done'));
    await window.openSettings();
    await window.button('Start again').click();
    await expect.poll(() => window.focused()).toBe('heading "Which providers do you use?"');
    expect(await window.page.evaluate(() => scrollY)).toBe(0);
  });

  test('is resumed where it was, also by somebody with accounts', async () => {
    const view = viewOf([openAi({ accounts: [anna] })], { settings: { ...settings, firstRun: 'terminal' } });
    const window = await open(view);
    await window.heading('In your terminal').waitFor();
  });

  test('goes on when a sign-in is begun at its first step', async () => {
    const view = atStep('new');
    const window = await openAt(view);
    await window.main.show({ ...view, providers: [claude(), openAi({ signIn: waiting })] });
    await expect.poll(() => stepsSent(window)).toEqual(['providers']);
  });

  test('other pages can be looked at meanwhile', async () => {
    const window = await open(atStep('files'));
    await window.openSettings();
    await window.button('Accounts').click();
    await window.heading('Files for your tools').waitFor();
  });

  test('a step that cannot be kept is said, and the second try works', async () => {
    const window = await open(atStep('files'));
    window.main.answer('settings.change', () => refused(noKeyStore));
    await window.button('Next').click();
    await window.page.getByText(noKeyStore.what).waitFor();
    window.main.answer('settings.change', async () => {
      await window.main.show(atStep('notices'));
      return { ok: true, value: null };
    });
    await window.button('Next').click();
    await window.heading('Notices and start').waitFor();
    expect(await window.page.getByText(noKeyStore.what).count()).toBe(0);
  });

  test('a provider that is asked for from elsewhere is shown on the first step', async () => {
    const window = await openAt(atStep('terminal'));
    await window.main.showProvider('claude', 'api-key');
    await window.keyField.waitFor();
    expect(stepsSent(window)).toEqual(['providers']);
  });
});

describe('the steps', () => {
  test('a provider that is not used goes, and can be had back', async () => {
    const window = await openAt(atStep('providers'));
    await window.switch('I use Claude').click();
    await window.provider('Claude').waitFor({ state: 'detached' });
    await window.switch('I use Claude').click();
    await window.provider('Claude').waitFor();
    expect(window.main.received('settings.change')).toEqual([
      { hiddenProviders: ['claude'] },
      { hiddenProviders: [] },
    ]);
  });

  test('what is ticked is taken over; each line says what became of it, and what failed is tried again', async () => {
    const view = atStep('import');
    const window = await open(view, {}, (main) => {
      main.answer('logins.find', () => ({
        ok: true,
        value: {
          logins: [codexLogin, claudeKey, knownLogin],
          unseen: ['The key store of Copilot is closed.'],
        },
      }));
      main.answer('logins.take', ({ only }) => ({
        ok: true,
        value: only.map((id) =>
          id === claudeKey.id
            ? { id, outcome: 'failed', problem: offline }
            : { id, outcome: 'taken', problem: null },
        ),
      }));
    });
    await window.button('Take over 2 sign-ins').click();
    await window.page.getByText('1 sign-in taken over, 1 not.').waitFor();
    const lines = await window.page
      .getByRole('listitem')
      .filter({ hasText: 'example.com' })
      .allTextContents();
    await window.button('Take over 1 sign-in').click();
    await expect.poll(() => window.main.received('logins.take').length).toBe(2);
    expect([
      window.main.received('logins.take'),
      lines.length,
      await window.page.getByText(offline.what).count(),
    ]).toEqual([[{ only: ['login-1', 'key-1'] }, { only: ['key-1'] }], 2, 1]);
    await window.page.getByText('The key store of Copilot is closed.').waitFor();
  });

  test('when all is taken over the keyboard goes on at the title, and that is said in the language of the moment', async () => {
    const view = atStep('import');
    const window = await open(view, {}, (main) => {
      main.answer('logins.find', () => ({ ok: true, value: { logins: [codexLogin], unseen: [] } }));
      main.answer('logins.take', ({ only }) => ({
        ok: true,
        value: only.map((id) => ({ id, outcome: 'taken', problem: null })),
      }));
    });
    await window.button('Take over 1 sign-in').press('Enter');
    await expect.poll(() => window.focused()).toBe('heading "What is here already"');
    await window.page.getByText('1 sign-in taken over.').waitFor();
    await window.main.show({ ...view, language: 'de' });
    await window.page.getByText('1 Anmeldung übernommen.').waitFor();
  });

  test('without a tick nothing is sent, and it is said', async () => {
    const window = await open(atStep('import'), {}, (main) => {
      main.answer('logins.find', () => ({ ok: true, value: { logins: [codexLogin], unseen: [] } }));
    });
    await window.page.getByRole('checkbox', { name: 'OpenAI: ada@example.com' }).uncheck();
    await window.button('Take over').press('Enter');
    await window.page.getByText('Tick at least one first.').waitFor();
    expect(window.main.received('logins.take')).toEqual([]);
  });

  test('where nothing is found, or nothing can be looked at, the step says so and goes on', async () => {
    const window = await open(atStep('import'), {}, (main) => {
      main.answer('logins.find', () => refused(offline));
    });
    await window.page.getByText(offline.what).waitFor();
    window.main.answer('logins.find', () => ({ ok: true, value: { logins: [], unseen: [] } }));
    await window.button('Try again').click();
    await window.page.getByText('Nothing to take over').waitFor();
    expect(await window.page.getByText(offline.what).count()).toBe(0);
  });

  test('each shared file has its switch and its preview', async () => {
    const window = await open(atStep('files'));
    await window.button('Preview of Codex /home/ada/.codex/auth.json').click();
    await expect.poll(() => window.main.received('file.preview')).toEqual([{ file: 'codex' }]);
  });

  test('a test notice is sent, and why it may not be seen is said', async () => {
    const window = await open(atStep('notices'));
    await window.button('Show a test notice').click();
    await window.page.getByText('A test notice was sent.').waitFor();
    expect(window.main.received('notice.try')).toEqual([{}]);
  });

  test('the start with the desktop is a switch with its problem beside it', async () => {
    const window = await openAt(atStep('notices', { startWithSystemProblem: offline }));
    await window.switch('Start with the desktop').click();
    await expect.poll(() => window.switch('Start with the desktop').isChecked()).toBe(true);
    expect([
      window.main.received('settings.change'),
      await window.page.getByText(offline.what).count(),
    ]).toEqual([[{ startWithSystem: true }], 1]);
  });

  test('the command line is linked and unlinked, and the keyboard stays in its part', async () => {
    const window = await open(atStep('terminal'));
    await window.button('Link it as /home/ada/.local/bin/gatehouse').press('Enter');
    await window.page.getByText('A terminal finds gatehouse.').waitFor();
    const after = await window.focused();
    await window.button('Take the link away').click();
    await window.page.getByText('A terminal does not find gatehouse yet.').waitFor();
    expect([after, window.main.received('terminal.link')]).toEqual([
      'heading "Command line"',
      [{ on: true }, { on: false }],
    ]);
  });

  test('what stands in the place of the link is named and left, and a refused link says why', async () => {
    const taken = { path: '/home/ada/.local/bin/gatehouse', kind: 'taken' } as const;
    const window = await open(atStep('terminal'), {}, (main) => {
      main.answer('terminal.get', () => ({
        ok: true,
        value: { found: null, link: taken, command: 'ln -s …' },
      }));
    });
    await window.page.getByText(/Another gatehouse stands at/).waitFor();
    expect(await window.page.getByRole('button', { name: /^Link it/ }).count()).toBe(0);
  });

  test('a shell is set up from here', async () => {
    const window = await open(atStep('terminal'));
    await window.page.getByRole('switch').first().click();
    await expect.poll(() => window.main.received('shell.set')).toEqual([{ shell: bash.shell, on: true }]);
  });
});

describe('the looks', () => {
  beforeAll(() => mkdir(pictures, { recursive: true }));
  const steps = ['new', 'import', 'files', 'notices', 'terminal'] as const;
  const sizes = { small: { width: 440, height: 640 }, wide: { width: 900, height: 700 } };

  for (const step of steps)
    test(
      `the step "${step}" has no fault for axe in light and dark, narrow and wide, in both languages`,
      // Each step is in every-page.test.ts too.
      step === 'import' ? {} : leftToWhole,
      async () => {
        const found: Record<string, unknown> = {};
        for (const language of ['en', 'de'] as const) {
          const window = await open({ ...atStep(step), language }, {}, (main) => {
            main.answer('logins.find', () => ({
              ok: true,
              value: {
                logins: [codexLogin, claudeKey, knownLogin],
                unseen: ['GitHub Copilot keeps its sign-in in the key store of the system.'],
              },
            }));
          });
          await window.page.locator('.first-run-title').waitFor();
          await window.page.locator('.card').first().waitFor();
          for (const [size, viewport] of Object.entries(sizes)) {
            await window.page.setViewportSize(viewport);
            for (const colorScheme of ['light', 'dark'] as const) {
              await window.page.emulateMedia({ colorScheme });
              const name = `first-steps-${step}-${size}-${colorScheme}-${language}`;
              await window.page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
              const wrong = [
                ...(await violations(window)),
                ...((await window.overflow()) > 0 ? ['too wide'] : []),
              ];
              if (wrong.length > 0) found[name] = wrong;
            }
          }
        }
        expect(found).toEqual({});
      },
    );
});
