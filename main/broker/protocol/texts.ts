// Texts in what is asked of the local service, none longer than it can need to be.
import * as z from 'zod/mini';

/** A name, a label or an id. */
export const word = z.string().check(z.minLength(1), z.maxLength(260));
/** Of a file, a folder or a program; absolute where nothing else is said. */
export const path = z.string().check(z.minLength(1), z.maxLength(4096));
/** Sent over the private socket only; never in argv. */
export const passphrase = z.string().check(z.minLength(1), z.maxLength(1024));
