// The routes for files with settings: out, in as it was shown, and back again.
import { mostSettingsFileBytes } from '../../domain/settings-file.ts';
import {
  appliedSettingsShape,
  applySettingsRequestShape,
  putBackSettingsRequestShape,
  putBackSettingsShape,
  readSettingsRequestShape,
  settingsFileShape,
  settingsOfferShape,
  type AppliedSettingsAnswer,
  type PutBackSettingsAnswer,
  type SettingsFileAnswer,
  type SettingsOfferAnswer,
} from '../protocol/settings-file.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

/** The whole file comes in one request; its quotes count twice. */
const readLimitBytes = 2 * mostSettingsFileBytes + 16_384;

export interface SettingsFileActions {
  /** The settings of now. */
  text(): Promise<SettingsFileAnswer>;
  /** What the file would change; nothing is changed. */
  read(text: string, name: string): Promise<SettingsOfferAnswer>;
  apply(offer: string): Promise<AppliedSettingsAnswer>;
  /** Puts back what the last file has changed, whoever applied it. */
  putBack(): Promise<PutBackSettingsAnswer>;
}

export function settingsFileRoutes(files: SettingsFileActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/settings/file',
      about: 'The settings as the text of a file: no secret, no yes, nothing that belongs to one computer.',
      intent: 'configure',
      answer: settingsFileShape,
      handle: () => files.text(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/settings/read',
      about: 'What such a file would change here. Nothing is changed.',
      intent: 'configure',
      bodyLimitBytes: readLimitBytes,
      body: readSettingsRequestShape,
      answer: settingsOfferShape,
      handle: ({ body }) => files.read(body.text, body.name),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/settings/apply',
      about: 'Changes exactly what was shown of a file.',
      intent: 'configure',
      body: applySettingsRequestShape,
      answer: appliedSettingsShape,
      handle: ({ body }) => files.apply(body.offer),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/settings/put-back',
      about: 'Puts back what the last file has changed, but for what was changed by hand since.',
      intent: 'configure',
      body: putBackSettingsRequestShape,
      answer: putBackSettingsShape,
      handle: () => files.putBack(),
    }),
  ];
}
