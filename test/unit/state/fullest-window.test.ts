// Which window the tray speaks of: what limits everything first, never what lies beyond the plan.
import { expect, test } from 'vitest';
import { fullestWindow } from '../../../main/state/fullest-window.ts';
import { unknownWindow } from '../../fakes/view-parts.ts';
import type { WindowView } from '../../../preload/view.ts';

const window = (id: string, changes: Partial<WindowView>): WindowView => ({
  id,
  label: id,
  ...unknownWindow,
  usedPercent: 50,
  level: 'ok',
  ...changes,
});

const session = window('session', { usedPercent: 20 });
const weekly = window('weekly', { usedPercent: 60 });
const model = window('model', { usedPercent: 100, level: 'exhausted', scope: 'Opus' });
const extra = window('extra', { usedPercent: 100, level: 'exhausted', beyondPlan: true });
const unknown = window('unknown', { usedPercent: null, level: 'unknown' });

test.each<[string, readonly WindowView[], string | undefined]>([
  ['the fullest', [session, weekly], 'weekly'],
  ['not that of a model', [session, model], 'session'],
  ['that of a model where nothing else is known', [unknown, model], 'model'],
  ['not what lies beyond the plan', [session, extra], 'session'],
  ['the one that counts as low sooner', [{ ...session, level: 'low' }, weekly], 'session'],
  ['none where nothing is known', [unknown], undefined],
  ['none where only what lies beyond the plan is known', [extra], undefined],
])('is %s', (_name, windows, id) => {
  expect(fullestWindow([{ windows }])?.id).toBe(id);
});
