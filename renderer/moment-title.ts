// The whole date and time of something, which shows when the pointer rests on its words.
import { messages } from './messages.ts';
import { settled } from './settled.ts';

/** @param at Unix milliseconds; undefined without it, and until the first picture of the window stands */
export function momentTitle(at: number | null): string | undefined {
  return at === null || !settled.value ? undefined : messages.moment(at);
}
