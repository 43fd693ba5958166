// What belongs to the providers that are built in: no file of a person's may pass for one of them. The command line reads this
// too, to judge such a file without the app.
import type { ReservedNames } from '../domain/provider-package.ts';
import { vendorOfKey } from './key-vendors.ts';
import { providers } from './list.ts';

export const reservedNames: ReservedNames = { providers, vendorOfKey };
