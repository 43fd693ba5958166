// A StatusNotifier watcher with one host: the place where tray items register. Says "ready" once it is there.
import { interface as service, NameFlag } from '@jellybrick/dbus-next';
import { SessionBus } from '../desktop/bus.ts';

class Watcher extends service.Interface {
  readonly items = new Map<string, string>();
  readonly IsStatusNotifierHostRegistered = true;
  readonly ProtocolVersion = 0;

  constructor() {
    super('org.kde.StatusNotifierWatcher');
    // Up to 0.11.3 the library's constructor hides what configureMembers has put on the prototype.
    delete this.$properties;
    delete this.$methods;
    delete this.$signals;
  }

  get RegisteredStatusNotifierItems(): string[] {
    return [...this.items.keys()];
  }

  RegisterStatusNotifierItem(given: string): void {
    const item = given.startsWith('/') ? `${caller}${given}` : `${given}/StatusNotifierItem`;
    if (this.items.has(item)) return;
    this.items.set(item, caller);
    this.StatusNotifierItemRegistered(item);
    this.announce();
  }

  RegisterStatusNotifierHost(): void {
    // The one host is this program; a second one changes nothing.
  }

  removeAllOf(owner: string): void {
    for (const [item, itsOwner] of this.items) {
      if (itsOwner !== owner) continue;
      this.items.delete(item);
      this.StatusNotifierItemUnregistered(item);
      this.announce();
    }
  }

  StatusNotifierItemRegistered(item: string): string {
    return item;
  }

  StatusNotifierItemUnregistered(item: string): string {
    return item;
  }

  private announce(): void {
    service.Interface.emitPropertiesChanged(this, {
      RegisteredStatusNotifierItems: this.RegisteredStatusNotifierItems,
    });
  }
}

Watcher.configureMembers({
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  signals: {
    StatusNotifierItemRegistered: { signature: 's' },
    StatusNotifierItemUnregistered: { signature: 's' },
  },
});

const watcher = new Watcher();
const bus = new SessionBus();
// The library does not tell a method who called it, and an item that gives only its path is known by its caller.
let caller = '';
bus.raw.addMethodHandler((message) => {
  caller = message.sender;
  return false;
});
bus.raw.export('/StatusNotifierWatcher', watcher);
await bus.onSignal('org.freedesktop.DBus', 'NameOwnerChanged', ([name, , newOwner]) => {
  if (newOwner === '') watcher.removeAllOf(String(name));
});
await bus.raw.requestName('org.kde.StatusNotifierWatcher', NameFlag.DO_NOT_QUEUE);
await bus.raw.requestName(`org.kde.StatusNotifierHost-${String(process.pid)}`, NameFlag.DO_NOT_QUEUE);
console.log('ready');
