// Numbers and times as somebody would read them in an answer, written without a look at the readers under test.

/** The number that somebody would read there; NaN where nobody would read one. */
export function numberIn(value: unknown): number {
  if (typeof value === 'number') return value >= 0 ? value : NaN;
  if (typeof value !== 'string') return NaN;
  const [whole = '', ...parts] = value.split('.');
  const digits = (text: string): boolean => text !== '' && !/\D/.test(text);
  return digits(whole) && parts.length <= 1 && parts.every(digits) ? Number.parseFloat(value) : NaN;
}

/** The same of what is left, which is below nothing once more is used than there is. */
export function leftIn(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.startsWith('-') ? -numberIn(value.slice(1)) : numberIn(value);
}

/** The times that somebody would read there, in Unix milliseconds: seconds or milliseconds, or a text with an offset. */
export function timesIn(value: unknown): readonly number[] {
  const number = numberIn(value);
  if (!Number.isNaN(number)) return [number < 1e11 ? number * 1000 : number];
  if (typeof value !== 'string') return [];
  const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):(\d\d)))?$/;
  const found = pattern.exec(value);
  if (found === null) return [];
  const [, year, month, day, hour = 0, minute = 0, second = 0, part = 0, sign, offHour = 0, offMinute = 0] =
    found;
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Math.floor(Number(part) * 1000),
  );
  if (!new Date(wall).toISOString().startsWith(value.slice(0, 10))) return [];
  const offsetMs = (Number(offHour) * 60 + Number(offMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  return [wall - offsetMs];
}
