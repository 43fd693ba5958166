// The figures about the window. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as openFromHidden } from './open-from-hidden.ts';
import { figure as openHundred } from './open-hundred.ts';
import { figure as pageChange } from './page-change.ts';
import { figure as windowMemory } from './window-memory.ts';

export const figures: readonly Figure[] = [openFromHidden, openHundred, pageChange, windowMemory];
