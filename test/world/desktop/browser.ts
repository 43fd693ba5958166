// What went through the system browser: which URLs were opened, and how far the person at it got.
import * as z from 'zod';
import { worldFolder } from '../plan.ts';
import type { Wait } from './bus.ts';
import { jsonLines, untilFile } from './follow.ts';

const Opened = z.object({ at: z.number(), url: z.string(), decision: z.string() });
export type Opened = z.infer<typeof Opened>;

const Step = z.object({
  at: z.number(),
  tab: z.number(),
  event: z.enum(['opened', 'arrived', 'click', 'problem', 'closed', 'finished', 'failed']),
  url: z.string().optional(),
  title: z.string().optional(),
  on: z.string().optional(),
  text: z.string().nullish(),
  picture: z.string().optional(),
  why: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

/** Where the system browser keeps what it has seen, codes in addresses included: not the product's doing. */
export const browserProfile = `${worldFolder}/home/.config/system-browser`;

const openedFile = `${worldFolder}/browser/opened.jsonl`;
const stepsFile = `${worldFolder}/browser/log.jsonl`;

export function openedUrls(): Opened[] {
  return jsonLines(openedFile).map((line) => Opened.parse(line));
}

export async function waitForOpened(
  fits: (opened: Opened) => boolean = () => true,
  wait: Wait = {},
): Promise<Opened> {
  return untilFile('a URL that was opened', openedFile, () => openedUrls().find(fits), wait);
}

export function browserSteps(): Step[] {
  return jsonLines(stepsFile).map((line) => Step.parse(line));
}

/** Chromium takes its time to start, so this waits longer than most. */
export async function waitForStep(
  fits: (step: Step) => boolean,
  { deadlineMs = 15_000 }: Wait = {},
): Promise<Step> {
  return untilFile('a step in the browser', stepsFile, () => browserSteps().find(fits), { deadlineMs });
}
