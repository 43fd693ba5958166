// Turns away, before anything is read, what no program of this computer's own would send: requests of web pages.
import type { Context } from 'hono';
import { Failure } from '../domain/failure.ts';

/** Ours, and what HTTP clients say when they are given a socket. Without a port: that would be a forwarded one. */
const hosts = new Set(['gatehouse', 'localhost']);

const refuse = (detail: string): never => {
  throw new Failure('broker/bad-request', { detail });
};

/** @throws Failure `broker/bad-request` */
export function checkArrival({ req }: Context): void {
  if (req.header('origin') !== undefined) refuse('web pages may not ask');
  if (req.header('upgrade') !== undefined) refuse('only plain HTTP is spoken here');
  const host = req.header('host');
  // Node turns a request without one away itself.
  if (host !== undefined && !hosts.has(host)) refuse('the host is gatehouse or localhost');
}

/** @throws Failure `broker/bad-request` when a body is not said to be JSON: a form of a web page cannot say so */
export function checkContentType(type: string | undefined): void {
  if (type === undefined || !/^application\/json\s*(?:;|$)/i.test(type))
    refuse('the body has to be application/json');
}
