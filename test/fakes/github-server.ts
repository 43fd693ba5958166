// What github.com answers to a device sign-in when all is well, and where.
import { FakeTime } from './time.ts';
import { RecordingLog } from './log.ts';
import type { Http } from '../../main/ports.ts';
import type { ProviderTools } from '../../main/providers/description.ts';
import { deviations } from '../world/sandbox/deviations.ts';

/** An app of one's own whose tokens last, and one whose tokens end. */
export const clientId = deviations['github-own-oauth-app'].value;
export const endingClientId = deviations['github-own-app'].value;
export const codeUrl = 'POST https://github.com/login/device/code';
export const tokenUrl = 'POST https://github.com/login/oauth/access_token';
export const userUrl = 'GET https://api.github.com/user';
export const page = 'https://github.com/login/device';
export const started = {
  device_code: 'canary_device',
  user_code: 'ABCD-EFGH',
  verification_uri: page,
  expires_in: 900,
  interval: 5,
};
export const token = { access_token: 'gho_canary_token', token_type: 'bearer', scope: 'read:user' };
export const ada = { id: 1815, login: 'ada-moreau' };

export function toolsWith(http: Http, clock = new FakeTime()): ProviderTools {
  return { http, clock, log: new RecordingLog() };
}
