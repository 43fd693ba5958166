// What a quota counts where it is not percent, as terminals and the tray say it: money, requests, tokens, credits. Pure.
import type { Language } from './language.ts';
import type { Amount } from './quota-window.ts';

export interface Counted extends Pick<Amount, 'unit' | 'used' | 'limit' | 'left'> {
  /** ISO 4217; null unless the unit is `currency`. */
  readonly currency: string | null;
}

interface Words {
  readonly of: (figure: string, limit: string) => string;
  readonly used: (figures: string) => string;
  readonly left: (figures: string) => string;
  readonly limit: (figures: string) => string;
  readonly units: Readonly<Record<Amount['unit'], string>>;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    of: (figure, limit) => `${figure} of ${limit}`,
    used: (figures) => `${figures} used`,
    left: (figures) => `${figures} left`,
    limit: (figures) => `limit ${figures}`,
    units: { requests: ' requests', tokens: ' tokens', credits: ' credits', currency: '' },
  },
  de: {
    of: (figure, limit) => `${figure} von ${limit}`,
    used: (figures) => `${figures} genutzt`,
    left: (figures) => `${figures} übrig`,
    limit: (figures) => `Limit ${figures}`,
    units: { requests: ' Anfragen', tokens: ' Tokens', credits: ' Credits', currency: '' },
  },
};

const currencyCode = /^[A-Z]{3}$/;

/** For example `120 of 300 requests used`; undefined without a figure. */
export function amountWords(language: Language, { unit, currency, ...amount }: Counted): string | undefined {
  const { of, used, left, limit, units } = words[language];
  const isMoney = currency !== null && currencyCode.test(currency);
  const format = new Intl.NumberFormat(language, {
    ...(isMoney ? { style: 'currency', currency } : { maximumFractionDigits: 2 }),
  });
  const figures = (value: number): string =>
    `${amount.limit === null ? format.format(value) : of(format.format(value), format.format(amount.limit))}${units[unit]}`;
  if (amount.used !== null) return used(figures(amount.used));
  if (amount.left !== null) return left(figures(amount.left));
  return amount.limit === null ? undefined : limit(`${format.format(amount.limit)}${units[unit]}`);
}
