// Asks a provider with an API key what is left for that key.
import * as z from 'zod/mini';
import { Failure } from '../domain/failure.ts';
import type { QuotaWindow } from '../domain/quota-window.ts';
import type { Secret } from '../domain/secret.ts';
import { readJson, refuseBadStatus } from './answers.ts';
import type { ProviderTools, QuotaAnswer } from './description.ts';
import type { Fields } from './meters.ts';

/** Turns the answer about a key into windows. Pure, and never throws: what makes no sense stays unknown. */
export type WindowsOf = (answer: Fields, nowMs: number) => readonly QuotaWindow[];

interface KeyQuotaRules {
  readonly subject: string;
  readonly url: string;
  /** The headers that carry the key. */
  readonly headersFor: (key: string) => Readonly<Record<string, string>>;
  readonly windowsOf: WindowsOf;
}

const answerShape = z.record(z.string(), z.unknown());

/** @throws Failure `credential/rejected`, `network/…`, `provider/…` */
export async function readKeyQuota(
  key: Secret,
  { subject, url, headersFor, windowsOf }: KeyQuotaRules,
  { http, clock }: ProviderTools,
): Promise<QuotaAnswer> {
  const response = await http(url, { headers: { accept: 'application/json', ...headersFor(key.reveal()) } });
  refuseBadStatus(response, subject, clock.nowMs());
  const answer = await readJson(response, answerShape, subject);
  const windows = windowsOf(answer, clock.nowMs());
  // An answer of another shape altogether must not wipe the last good figures.
  if (windows.length === 0)
    throw new Failure('provider/unexpected-answer', { subject, detail: 'no figures' });
  return { windows, source: subject };
}
