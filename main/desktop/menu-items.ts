// What a menu is made of, and how texts become a line of it. Pure: no Electron.

export type MenuItem =
  | { readonly type: 'separator' }
  | {
      readonly type: 'radio';
      readonly label: string;
      readonly checked: boolean;
      readonly enabled: boolean;
      readonly click: () => void;
    }
  | { readonly type: 'normal'; readonly label: string; readonly enabled: boolean; readonly click: () => void }
  | { readonly type: 'submenu'; readonly label: string; readonly submenu: readonly MenuItem[] };

export const separator: MenuItem = { type: 'separator' };
const nothing = (): void => undefined;

/** Some desktops show no more of a tooltip, and nobody reads more of a line. */
const mostLetters = 120;

/** Providers' texts as one line, with nothing in them that turns the writing round. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ').slice(0, mostLetters);
}

/** The same for a menu, in which an ampersand would mark a shortcut letter (reliability OS-02). */
export function plain(text: string): string {
  return oneLine(text.replaceAll('&', '&&'));
}

export function action(label: string, click: () => void, enabled = true): MenuItem {
  return { type: 'normal', label, enabled, click };
}

/** A line that only says something. */
export function info(label: string): MenuItem {
  return action(label, nothing, false);
}
