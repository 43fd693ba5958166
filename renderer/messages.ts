// All texts of the window, in the language that it speaks. Whole sentences stand together, so that each can order them its own way.
import { inLanguages } from './language.ts';
import { english } from './messages/en/all.ts';
import { german } from './messages/de/all.ts';
import type { Texts } from './messages/texts.ts';

export const messages = inLanguages<Texts<typeof english>>({ en: english, de: german });
