// What the window is called: the product, and the page that stands in it, in the language that it speaks.
import { effect } from '@preact/signals';
import { messages } from './messages.ts';
import { openPage, view } from './state.ts';

export function followTitle(page: Document): void {
  effect(() => {
    const open = view.value?.loaded === true ? openPage.value : null;
    page.title = open === null ? messages.product : messages.titleOf(open.page.name);
  });
}
