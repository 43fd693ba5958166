// A switch as text and back: the bytes of the files as base64, everything looked at before it counts.
import * as z from 'zod/mini';
import { courseFrom } from '../../domain/course.ts';
import { isAccountId, isProviderId, type AccountId, type ProviderId } from '../../domain/ids.ts';
import { isStrategy, type Strategy } from '../../domain/settings.ts';
import type { SwitchedSettings } from '../../domain/switched-settings.ts';
import type { SwitchRecord } from '../../ports.ts';

const bytes = z.pipe(
  z.base64(),
  z.transform((text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))),
);
const account = z.custom<AccountId>(isAccountId);
const provider = z.custom<ProviderId>(isProviderId);
const switchedShape = z.strictObject({
  settings: z.strictObject({
    strategy: z.custom<Strategy>((value) => typeof value === 'string' && isStrategy(value)),
    preferredProvider: z.optional(provider),
    activeAccounts: z.record(provider, account),
  }),
  course: z.unknown(),
});
const fileShape = z.strictObject({
  path: z.string().check(z.minLength(1)),
  file: z.string().check(z.minLength(1)),
  before: z.optional(bytes),
  after: z.optional(bytes),
  mode: z.optional(z.int().check(z.gte(0), z.lte(0o7777))),
  holder: z.optional(account),
});
const recordShape = z.strictObject({
  state: z.enum(['begun', 'done']),
  at: z.number(),
  title: z.string(),
  by: z._default(z.enum(['person', 'policy']), 'person'),
  before: switchedShape,
  after: switchedShape,
  files: z.array(fileShape),
});

function switched({ settings, course }: z.output<typeof switchedShape>): SwitchedSettings {
  const { preferredProvider, ...rest } = settings;
  return {
    settings: { ...rest, ...(preferredProvider !== undefined && { preferredProvider }) },
    course: courseFrom(course),
  };
}

const base64 = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : Buffer.from(content).toString('base64');

/** Holds what the files hold, secrets included. */
export function textOfRecord(record: SwitchRecord): string {
  const files = record.files.map((file) => ({
    ...file,
    before: base64(file.before),
    after: base64(file.after),
  }));
  return JSON.stringify({ ...record, files });
}

/** @throws when the text is no record */
export function recordIn(text: string): SwitchRecord {
  const { before, after, files, ...rest } = recordShape.parse(JSON.parse(text));
  return {
    ...rest,
    before: switched(before),
    after: switched(after),
    files: files.map(({ path, file, before: was, after: will, mode, holder }) => ({
      path,
      file,
      before: was,
      after: will,
      ...(mode !== undefined && { mode }),
      ...(holder !== undefined && { holder }),
    })),
  };
}
