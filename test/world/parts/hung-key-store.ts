// A key store that owns the name of the Secret Service and never answers anything.
import { sessionBus } from '@jellybrick/dbus-next';

const bus = sessionBus();
bus.addMethodHandler(() => true);
await bus.requestName('org.freedesktop.secrets');
console.log('ready');
