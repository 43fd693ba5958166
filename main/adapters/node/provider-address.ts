// Which addresses may be opened or asked: https on a host that a provider lists, and nothing that only looks like it
// (reliability TK-03).
import { Failure } from '../../domain/failure.ts';

const longestCharacters = 8_192;

/** A bare host in front, and no blank or backslash behind it: what two parsers may read in two ways is refused. */
const plainAddress = /^https:\/\/[a-z\d.-]+(?::443)?(?:[/?#][!-[\]-~]*)?$/i;

/** The address as a parsed one, safe to hand on. @throws Failure `network/host-not-allowed`, with the host where it has one */
export function allowedAddress(url: string, hosts: readonly string[]): URL {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  const isPlain = url.length <= longestCharacters && plainAddress.test(url);
  if (target !== undefined && isPlain && hosts.includes(target.hostname)) return target;
  const host = target?.hostname.slice(0, 80) ?? '';
  throw new Failure('network/host-not-allowed', host === '' ? {} : { subject: host });
}
