// The figures about every provider and every way to sign in. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as conformance } from './conformance.ts';
import { figure as deviceFlow } from './device-flow.ts';
import { figure as hostileCallbacks } from './hostile-callbacks.ts';
import { figure as hostileUrls } from './hostile-urls.ts';

export const figures: readonly Figure[] = [conformance, deviceFlow, hostileCallbacks, hostileUrls];
