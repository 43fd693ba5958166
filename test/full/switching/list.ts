// The figures about switching between accounts. A new one is one file and one line here.
import type { Figure } from '../figure.ts';
import { figure as days } from './days.ts';
import { figure as killSwitch } from './kill-switch.ts';
import { figure as shim } from './shim.ts';
import { figure as switchAnswers } from './switch-answers.ts';
import { figure as switchFaults } from './switch-faults.ts';
import { figure as trayClick } from './tray-click.ts';

export const figures: readonly Figure[] = [killSwitch, switchFaults, switchAnswers, days, shim, trayClick];
