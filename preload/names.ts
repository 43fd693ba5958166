// The names of the contract, without its schemas: the preload script is read anew with every window, and is to stay small.
import type { CallName, PushName } from './contract.ts';

/** The compiler holds the list to the contract, in both directions. */
function namesOf<Name extends string>(list: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(list).filter((name): name is Name => name in list);
}

export const callNames = namesOf<CallName>({
  'view.get': true,
  'window.open': true,
  'signIn.start': true,
  'signIn.cancel': true,
  'signIn.copyUrl': true,
  'secret.enter': true,
  'keyStore.choose': true,
  'keyStore.startAnew': true,
  'lock.set': true,
  'safeMode.end': true,
  'provider.prefer': true,
  'account.use': true,
  'account.signOut': true,
  'file.preview': true,
  'statusLine.set': true,
  'statusLine.preview': true,
  'hook.add': true,
  'hook.remove': true,
  'company.login': true,
  'company.logout': true,
  'flag.set': true,
  'switch.undo': true,
  'shell.set': true,
  'shell.preview': true,
  'doctor.look': true,
  'doctor.fix': true,
  'doctor.preview': true,
  'doctor.undo': true,
  'quota.refresh': true,
  'agents.get': true,
  'agents.end': true,
  'activity.get': true,
  'activity.verify': true,
  'files.history': true,
  'files.restore': true,
  'logins.find': true,
  'logins.take': true,
  'notice.try': true,
  'terminal.get': true,
  'terminal.link': true,
  'history.get': true,
  'history.export': true,
  'settings.change': true,
  'settings.export': true,
  'settings.readFile': true,
  'settings.applyFile': true,
  'settings.putBack': true,
  'about.get': true,
  'update.look': true,
  'update.fetch': true,
  'update.cancelFetch': true,
  'update.restart': true,
});

export const pushNames = namesOf<PushName>({
  'view.changed': true,
  'page.show': true,
  'account.show': true,
  'provider.show': true,
});
