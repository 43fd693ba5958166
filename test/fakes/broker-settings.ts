// What the local service can have done with files with settings, written down; and the answers it gives.
import type {
  PutBackSettingsAnswer,
  SettingsOfferAnswer,
  SettingsOfferFacts,
} from '../../main/broker/protocol/settings-file.ts';
import type { SettingsFileActions } from '../../main/broker/routes/settings-files.ts';

export const exampleSettingsText = `${JSON.stringify(
  { kind: 'gatehouse-settings', schema: 1, settings: { reservePercent: 20 } },
  null,
  2,
)}\n`;

export const exampleOffer: SettingsOfferAnswer = {
  schema: 1,
  offer: '1',
  steps: [
    {
      setting: 'reservePercent',
      of: null,
      from: { kind: 'number', value: 5 },
      to: { kind: 'number', value: 20 },
    },
    {
      setting: 'fallBackFrom',
      of: { id: 'claude', label: 'Claude' },
      from: { kind: 'switch', on: true },
      to: { kind: 'switch', on: false },
    },
  ],
  ignored: [{ reason: 'stays-here', names: ['consents', 'keyStore'] }],
};

export class SettingsAnswers {
  offer: SettingsOfferAnswer = exampleOffer;
  /** One for each time that something is applied, as long as there are any. */
  changedSince: SettingsOfferFacts[] = [];
  putBack: () => Promise<PutBackSettingsAnswer> = async () => ({
    schema: 1,
    putBack: ['reservePercent'],
    kept: ['fallBackFrom'],
  });
}

export function recordingSettings(asked: string[], answers: SettingsAnswers): SettingsFileActions {
  return {
    text: async () => ({ schema: 1, text: exampleSettingsText }),
    read: async (text, name) => {
      asked.push(`read settings ${name}: ${text}`);
      return answers.offer;
    },
    apply: async (offer) => {
      asked.push(`apply settings ${offer}`);
      return { schema: 1, changedSince: answers.changedSince.shift() ?? null };
    },
    putBack: async () => {
      asked.push('put settings back');
      return answers.putBack();
    },
  };
}
