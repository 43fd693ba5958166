// What the app tells as it happens, one line each.
import type { ServiceEvent } from '../broker/protocol/oversight.ts';
import { oneLine } from './table-text.ts';
import { eventsWords } from './verbs/events-words.ts';

/** To the second, by the local clock: events come in quick succession. */
function clockText(at: number): string {
  const moment = new Date(at);
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()]
    .map((number) => String(number).padStart(2, '0'))
    .join(':');
}

function whatHappened(event: ServiceEvent): string {
  switch (event.type) {
    case 'quota':
      return eventsWords.quota(event.account, event.provider);
    case 'accounts':
      return eventsWords.accounts;
    case 'switch':
      return eventsWords.switch(event.account ?? event.provider ?? eventsWords.nothing, event.reason);
    case 'lease': {
      const words = eventsWords.lease[event.what](event.agent, event.account ?? eventsWords.anyAccount);
      return event.how === null ? words : words + eventsWords.how(event.how);
    }
    case 'locked':
      return event.locked ? eventsWords.locked : eventsWords.unlocked;
    case 'problem':
      return eventsWords.problem(event.what);
  }
}

export function eventText(event: ServiceEvent): string {
  return oneLine(`${clockText(event.at)} ${whatHappened(event)}`);
}
