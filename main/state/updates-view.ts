// What is shown of updates. Pure.
import type { Language } from '../domain/language.ts';
import type { Updates } from '../domain/update.ts';
import type { UpdatesView } from '../../preload/view.ts';
import { problemView } from './problem-view.ts';

export function updatesView(updates: Updates, language: Language | undefined): UpdatesView {
  if (updates.kind === 'off') return updates;
  const { way, page, step, version, percent, lookedAt, failure } = updates;
  return {
    kind: 'on',
    way,
    page,
    step,
    version: version ?? null,
    percent: percent ?? null,
    lookedAt: lookedAt ?? null,
    problem: failure === undefined ? null : problemView(failure, language),
  };
}
