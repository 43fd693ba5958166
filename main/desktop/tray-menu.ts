// What stands in the tray menu and its tooltip, made from the view. Pure: no Electron.
import type { ProviderView, View } from '../../preload/view.ts';
import type { Intents } from './intents.ts';

/** The intents that the menu can send. */
export type TrayIntents = Pick<Intents, 'prefer' | 'signIn' | 'cancelSignIn' | 'open' | 'quit'>;

export type MenuItem =
  | { readonly type: 'separator' }
  | { readonly type: 'radio'; readonly label: string; readonly checked: boolean; readonly click: () => void }
  | { readonly type: 'normal'; readonly label: string; readonly enabled: boolean; readonly click: () => void }
  | { readonly type: 'submenu'; readonly label: string; readonly submenu: readonly MenuItem[] };

const separator: MenuItem = { type: 'separator' };
const nothing = (): void => undefined;

/** The fullest window of a provider as "62% used", where known. */
function fullest({ accounts }: ProviderView): string | undefined {
  const known = accounts.flatMap(({ windows }) =>
    windows.flatMap(({ usedPercent }) => (usedPercent === null ? [] : [usedPercent])),
  );
  return known.length === 0 ? undefined : `${String(Math.floor(Math.max(...known)))}% used`;
}

/** Providers' texts as plain text: an ampersand would mark a shortcut letter (reliability OS-02). */
function plain(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&&')
    .slice(0, 120);
}

function accountLine({ label, plan }: ProviderView['accounts'][number]): string {
  return plain(plan === null ? label : `${label} · ${plan}`);
}

function providerItems(provider: ProviderView, intents: TrayIntents): readonly MenuItem[] {
  const accounts = provider.accounts.map((account): MenuItem => ({
    type: 'normal',
    label: accountLine(account),
    enabled: true,
    click: () => {
      intents.open(provider.id);
    },
  }));
  const signIns =
    provider.signIn === null
      ? provider.methods.map((method): MenuItem => ({
          type: 'normal',
          label: `${method.label}…`,
          enabled: true,
          click: () => {
            // A key is entered in the window; a browser sign-in starts right away.
            if (method.kind === 'browser') intents.signIn(provider.id, method.id);
            else intents.open(provider.id, method.id);
          },
        }))
      : [
          {
            type: 'normal',
            label: 'Cancel sign-in',
            enabled: true,
            click: () => {
              intents.cancelSignIn(provider.id);
            },
          } satisfies MenuItem,
        ];
  return accounts.length === 0 ? signIns : [...accounts, separator, ...signIns];
}

export function trayMenu(view: View, intents: TrayIntents): readonly MenuItem[] {
  const preferred = view.providers.map((provider): MenuItem => ({
    type: 'radio',
    label: [
      'Prefer',
      provider.label,
      ...(fullest(provider) === undefined ? [] : ['·', fullest(provider)]),
    ].join(' '),
    checked: provider.preferred,
    click: () => {
      intents.prefer(provider.id);
    },
  }));
  const submenus = view.providers.map((provider): MenuItem => ({
    type: 'submenu',
    label: provider.label,
    submenu: providerItems(provider, intents),
  }));
  const problems = view.problems.map(({ what }): MenuItem => ({
    type: 'normal',
    label: `⚠ ${plain(what)}`,
    enabled: false,
    click: nothing,
  }));
  return [
    ...problems,
    ...preferred,
    separator,
    ...submenus,
    separator,
    {
      type: 'normal',
      label: 'Open Gatehouse',
      enabled: true,
      click: () => {
        intents.open();
      },
    },
    {
      type: 'normal',
      label: 'Quit',
      enabled: true,
      click: () => {
        intents.quit();
      },
    },
  ];
}

export function trayTooltip(view: View): string {
  const preferred = view.providers.find((provider) => provider.preferred);
  if (preferred === undefined) return 'Gatehouse';
  const used = fullest(preferred);
  return `Gatehouse: ${preferred.label}${used === undefined ? '' : `, ${used}`}`;
}
