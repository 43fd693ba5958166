// Every click in the tray is handed on as the intent it stands for, at once or when everything behind the tray is there.
import { expect, test } from 'vitest';
import type { Intents } from '../../../main/desktop/intents.ts';
import { trayIntents } from '../../../main/desktop/tray-intents.ts';
import type { TrayIntents } from '../../../main/desktop/tray-menu.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { failureOf } from '../../fakes/failures.ts';

type Asked = readonly unknown[];

/** Intents that write down what was asked for; `answer` is what those that take time answer with. */
function recorder(answer: Promise<void> = Promise.resolve()): { intents: Intents; asked: Asked[] } {
  const asked: Asked[] = [];
  const note =
    (name: keyof Intents) =>
    (...values: unknown[]): void => {
      asked.push([name, ...values]);
    };
  const waitFor =
    (name: keyof Intents) =>
    (...values: unknown[]): Promise<void> => {
      note(name)(...values);
      return answer;
    };
  return {
    asked,
    intents: {
      signIn: note('signIn'),
      cancelSignIn: note('cancelSignIn'),
      enterKey: waitFor('enterKey'),
      pasteAnswer: () => undefined,
      copySignInAddress: note('copySignInAddress'),
      prefer: waitFor('prefer'),
      useAccount: waitFor('useAccount'),
      signOut: waitFor('signOut'),
      lock: waitFor('lock'),
      unlock: waitFor('unlock'),
      startNormally: waitFor('startNormally'),
      enterPassphrase: waitFor('enterPassphrase'),
      chooseKeyStore: waitFor('chooseKeyStore'),
      startPassphraseAnew: waitFor('startPassphraseAnew'),
      previewFile: (file) => Promise.reject(new Error(`a tray asks for no preview of ${file}`)),
      setStatusLine: waitFor('setStatusLine'),
      previewStatusLine: (consumer) => Promise.reject(new Error(`a tray asks for no preview of ${consumer}`)),
      addHook: waitFor('addHook'),
      removeHook: waitFor('removeHook'),
      logInAtCompany: waitFor('logInAtCompany'),
      logOutAtCompany: waitFor('logOutAtCompany'),
      setFlag: waitFor('setFlag'),
      resetFlag: waitFor('resetFlag'),
      refreshQuota: waitFor('refreshQuota'),
      changeSettings: waitFor('changeSettings'),
      undoSwitch: waitFor('undoSwitch'),
      setShell: waitFor('setShell'),
      previewShell: (shell) => Promise.reject(new Error(`a tray asks for no preview of ${shell}`)),
      lookForFindings: () => Promise.reject(new Error('a tray asks for no findings')),
      fixFinding: (finding) => Promise.reject(new Error(`a tray repairs nothing: ${finding}`)),
      previewFix: (finding) => Promise.reject(new Error(`a tray asks for no preview of ${finding}`)),
      undoRepair: (repair) => Promise.reject(new Error(`a tray takes no repair back: ${repair}`)),
      open: note('open'),
      openPage: note('openPage'),
      showAccount: note('showAccount'),
      quit: note('quit'),
    },
  };
}

/** What each click asks for. A click without a row here does not compile. */
const clicks: { readonly [Name in keyof TrayIntents]: readonly [(tray: TrayIntents) => void, Asked] } = {
  prefer: [
    (tray) => {
      tray.prefer('openai');
    },
    ['prefer', 'openai'],
  ],
  useAccount: [
    (tray) => {
      tray.useAccount('openai:a');
    },
    ['useAccount', 'openai:a'],
  ],
  signIn: [
    (tray) => {
      tray.signIn('openai', 'chatgpt');
    },
    ['signIn', 'openai', 'chatgpt'],
  ],
  cancelSignIn: [
    (tray) => {
      tray.cancelSignIn('openai');
    },
    ['cancelSignIn', 'openai'],
  ],
  copySignInAddress: [
    (tray) => {
      tray.copySignInAddress('openai');
    },
    ['copySignInAddress', 'openai'],
  ],
  hideNames: [
    (tray) => {
      tray.hideNames(true);
    },
    ['changeSettings', { hideIdentities: true }],
  ],
  signOut: [
    (tray) => {
      tray.signOut('openai:a');
    },
    ['signOut', 'openai:a'],
  ],
  lock: [
    (tray) => {
      tray.lock();
    },
    ['lock'],
  ],
  unlock: [
    (tray) => {
      tray.unlock();
    },
    ['unlock'],
  ],
  startNormally: [
    (tray) => {
      tray.startNormally();
    },
    ['startNormally'],
  ],
  undo: [
    (tray) => {
      tray.undo();
    },
    ['undoSwitch'],
  ],
  chooseStrategy: [
    (tray) => {
      tray.chooseStrategy('soonest-reset');
    },
    ['changeSettings', { strategy: 'soonest-reset' }],
  ],
  open: [
    (tray) => {
      tray.open('claude', 'api-key');
    },
    ['open', 'claude', 'api-key'],
  ],
  showAccount: [
    (tray) => {
      tray.showAccount('openai:a');
    },
    ['showAccount', 'openai:a'],
  ],
  quit: [
    (tray) => {
      tray.quit();
    },
    ['quit'],
  ],
};

test.each(Object.entries(clicks))(
  'a click on %s asks for that, once, and only when it is sent',
  (_name, [click, wanted]) => {
    const { intents, asked } = recorder();
    const waiting: ((intents: Intents) => void | Promise<void>)[] = [];
    click(
      trayIntents((act) => {
        waiting.push(act);
      }),
    );
    const early = [...asked];
    for (const act of waiting) void act(intents);
    expect([early, asked]).toEqual([[], [wanted]]);
  },
);

/** What the acts of a click came to, when everything that takes time fails. */
async function failing(click: (tray: TrayIntents) => void, failed: Failure): Promise<void> {
  const { intents } = recorder(Promise.reject(failed));
  const results: Promise<void>[] = [];
  click(
    trayIntents((act) => {
      results.push(Promise.resolve(act(intents)));
    }),
  );
  await Promise.all(results);
}

const failed = new Failure('selection/unknown-account', { subject: 'openai:a' });

test.each(['signOut', 'chooseStrategy', 'lock', 'unlock'] as const)(
  'what %s fails with reaches whoever sends it, so that it does not go unheard',
  async (name) => {
    expect(await failureOf(failing(clicks[name][0], failed))).toEqual(failed.toValue());
  },
);

test.each(['prefer', 'useAccount', 'undo'] as const)(
  'what %s fails with stands in the state, so that it is not said a second time',
  async (name) => {
    await expect(failing(clicks[name][0], failed)).resolves.toBeUndefined();
  },
);
