// The rows of the page Agents: they keep the keyboard through every answer, and what they reserve can be taken back.
import { describe, expect, test } from 'vitest';
import { batch, held, nobody, ofAgents, review, takeBatch, takeReview } from './support/agent-views.ts';
import { asked, everyMs, holdAnswers, openAgents, refresh, rows, stopTime } from './support/agents-page.ts';
import { refused } from './support/fake-main.ts';
import { useWindows } from './support/open-window.ts';
import { anna, offline } from './support/views.ts';
import type { WindowPage } from './support/window-page.ts';

const { open } = useWindows();

/** Whether the keyboard gets there. */
async function poll(window: WindowPage, place: string): Promise<boolean> {
  await expect.poll(() => window.focused()).toBe(place);
  return true;
}

describe('a row', () => {
  test('stays itself with the keyboard in it, whoever comes and goes around it', async () => {
    const window = await openAgents(open, ofAgents(batch, review));
    await stopTime(window);
    await window.button(takeReview).focus();
    const row = await window.button(takeReview).elementHandle();
    await refresh(window, ofAgents({ ...review, used: 6 }, held));
    await expect.poll(() => rows(window)).toEqual(['claude', 'codex']);
    expect([
      await window.focused(),
      await row.evaluate((button) => button.isConnected),
      await window.page.getByText('6% used of 12% reserved').count(),
    ]).toEqual([`button "${takeReview}"`, true, 1]);
  });

  test('whose agent is gone gives the keyboard to the next one, and the last one to the heading', async () => {
    const window = await openAgents(open, ofAgents(batch, review, held));
    await stopTime(window);
    await window.button(takeBatch).focus();
    await refresh(window, ofAgents(review, held));
    await expect.poll(() => window.focused()).toBe(`button "${takeReview}"`);
    await window.button(takeReview).press('Enter');
    await refresh(window, ofAgents(held));
    const third = await poll(window, `button "Take back from codex (OpenAI · ${anna.label})"`);
    await refresh(window, nobody);
    expect([third, await poll(window, 'heading "At work"')]).toEqual([true, true]);
  });

  test('that goes takes no keyboard from elsewhere', async () => {
    const window = await openAgents(open, ofAgents(batch, review));
    await stopTime(window);
    await window.button(takeReview).focus();
    await refresh(window, ofAgents(review));
    await expect.poll(() => rows(window)).toEqual(['claude']);
    const kept = await window.focused();
    await window.button('Doctor').focus();
    await refresh(window, nobody);
    await expect.poll(() => rows(window)).toEqual([]);
    expect([kept, await window.focused()]).toEqual([`button "${takeReview}"`, 'button "Doctor"']);
  });
});

describe('taking back', () => {
  const question = (window: WindowPage) =>
    window.page.getByRole('group', { name: 'Take back from claude (process 4711)?' });

  test('is asked about first, on the answer that changes nothing', async () => {
    const window = await openAgents(open);
    await window.button(takeReview).press('Enter');
    await question(window).waitFor();
    expect({
      words: await question(window).ariaSnapshot(),
      focused: await window.focused(),
      sent: window.main.received('agents.end'),
    }).toEqual({
      words: [
        '- group "Take back from claude (process 4711)?":',
        '  - paragraph: Take back from claude (process 4711)?',
        '  - paragraph: The program goes on, but may not get keys from Gatehouse any more; what is reserved is free again.',
        '  - status',
        '  - status',
        '  - button "Cancel"',
        '  - button "Take back"',
      ].join('\n'),
      focused: 'button "Cancel"',
      sent: [],
    });
  });

  test.for(['Cancel', 'Escape'])('is left with %s, and the keyboard goes on from its button', async (how) => {
    const window = await openAgents(open);
    await window.button(takeReview).press('Enter');
    await question(window).waitFor();
    await window.page.keyboard.press(how === 'Escape' ? 'Escape' : 'Enter');
    await expect.poll(() => window.focused()).toBe(`button "${takeReview}"`);
    expect([window.main.received('agents.end'), await window.heading('Agents').count()]).toEqual([[], 1]);
  });

  test('is done once after a yes, and an answer that was asked for before it does not bring the row back', async () => {
    const window = await openAgents(open, ofAgents(review, held));
    await stopTime(window);
    const releaseOld = holdAnswers(window, 'agents.get');
    await refresh(window);
    const release = holdAnswers(window, 'agents.end');
    await window.button(takeReview).click();
    await question(window).getByRole('button', { name: 'Take back' }).click();
    await expect.poll(() => window.announced()).toEqual(['2 agents at work', 'Taking back…']);
    await question(window).getByRole('button', { name: 'Taking back…' }).click({ force: true });
    await window.page.keyboard.press('Escape');
    const whileBusy = await question(window).count();
    release(ofAgents(held));
    await expect.poll(() => rows(window)).toEqual(['codex']);
    const before = asked(window);
    releaseOld(ofAgents(review, held));
    // The next question comes after that answer; nobody answers it.
    holdAnswers(window, 'agents.get');
    await expect
      .poll(async () => {
        await window.page.clock.runFor(everyMs);
        return asked(window);
      })
      .toBe(before + 1);
    expect([
      whileBusy,
      await rows(window),
      window.main.received('agents.end'),
      await window.focused(),
      await window.announced(),
    ]).toEqual([
      1,
      ['codex'],
      [{ agent: 'agent-1' }],
      `button "Take back from codex (OpenAI · ${anna.label})"`,
      ['1 agent at work'],
    ]);
  });

  test('that fails says why in its question, which stays through the next answers', async () => {
    const window = await openAgents(open, ofAgents(review));
    await stopTime(window);
    window.main.answer('agents.end', () => refused(offline));
    await window.button(takeReview).click();
    await question(window).getByRole('button', { name: 'Take back' }).click();
    await expect.poll(() => question(window).textContent()).toContain(offline.what);
    await refresh(window, ofAgents(review, held));
    await expect.poll(() => rows(window)).toEqual(['claude', 'codex']);
    expect([await question(window).getByText(offline.what).count(), await window.focused()]).toEqual([
      1,
      'button "Take back"',
    ]);
  });
});
