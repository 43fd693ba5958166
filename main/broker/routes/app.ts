// The routes about the app and the service itself.
import * as z from 'zod/mini';
import type { PageName } from '../../domain/page-name.ts';
import { openRequestShape, protocolVersion } from '../protocol.ts';
import { definePublicRoute, defineRoute, type Route } from '../route.ts';

const doneShape = z.object({ ok: z.literal(true) });
const healthShape = z.object({ ok: z.literal(true), version: z.string(), protocol: z.number() });
const documentShape = z.record(z.string(), z.unknown());

export interface AppActions {
  open(page?: PageName): void;
  quit(): void;
}

/** What the service knows about itself. */
export interface ServiceFacts {
  readonly version: string;
  readonly openApi: () => Readonly<Record<string, unknown>>;
  readonly metrics: () => string;
}

export function appRoutes(
  actions: AppActions,
  { version, openApi, metrics }: ServiceFacts,
): readonly Route[] {
  return [
    definePublicRoute({
      method: 'GET',
      path: '/health',
      about: 'Whether the app is there, and which one.',
      answer: healthShape,
      handle: () => ({ ok: true, version, protocol: protocolVersion }) as const,
    }),
    defineRoute({
      method: 'GET',
      path: '/openapi.json',
      about: 'This document.',
      intent: 'read',
      answer: documentShape,
      handle: () => ({ ...openApi() }),
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      about: 'What the service counts about itself, for Prometheus.',
      intent: 'read',
      kind: 'text',
      answer: z.string(),
      handle: () => metrics(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/app/open',
      about: 'Opens the window, at a page of it when one is named.',
      intent: 'app',
      body: openRequestShape,
      answer: doneShape,
      handle({ body: { page } }) {
        actions.open(page);
        return { ok: true } as const;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/app/quit',
      about: 'Ends the app.',
      intent: 'app',
      answer: doneShape,
      handle() {
        actions.quit();
        return { ok: true } as const;
      },
    }),
  ];
}
