// The address that a person brings back from a browser on another computer, judged exactly like a request to the listener.
import { judgeCallback, type CallbackExpectation, type CallbackVerdict } from './callback.ts';

/** A browser may leave `http://` out of what it shows; a fragment never reaches a server. */
const addressPattern = /^(?:http:\/\/)?([^\s/?#]+)([/?][^\s#]*)(?:#\S*)?$/i;

const elsewhere: ReadonlySet<string> = new Set(['not an address', 'wrong host', 'wrong path']);

/** A quote or bracket that came along with a copy. */
const wrapping = /^["'<]|["'>]$/g;

/** Never throws; a refusal says why and the attempt goes on. */
export function judgePasted(pasted: string, expected: CallbackExpectation): CallbackVerdict {
  const [, host, target] = addressPattern.exec(pasted.trim().replace(wrapping, '')) ?? [];
  if (host === undefined || target === undefined)
    return { kind: 'refused', status: 400, reason: 'not an address' };
  return judgeCallback({ method: 'GET', target, host: host.toLowerCase() }, expected);
}

/** What is wrong with a refused one, as far as it makes a difference to whoever pasted it. */
export function pasteFaultOf(reason: string): 'not-the-address' | 'other-sign-in' | 'incomplete' {
  if (elsewhere.has(reason)) return 'not-the-address';
  return reason === 'wrong state' || reason === 'wrong issuer' ? 'other-sign-in' : 'incomplete';
}
