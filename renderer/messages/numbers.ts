// How numbers and percents are written. For its first formatter a new page looks through every locale there is, which takes
// 20 ms and more before the window's first picture: in the usual locales the usual numbers are written without one.

export interface Numbers {
  /** "1,204.5", with at most two decimals. */
  readonly figure: (value: number) => string;
  /** "42%" of 42, with at most one decimal. */
  readonly percent: (value: number) => string;
}

interface Signs {
  readonly decimal: string;
  readonly percent: string;
}

const english: Signs = { decimal: '.', percent: '%' };
const german: Signs = { decimal: ',', percent: '\u{a0}%' };

/** As Intl writes them, which a test compares. */
export const usualSigns: Readonly<Record<string, Signs>> = {
  en: english,
  'en-AU': english,
  'en-CA': english,
  'en-GB': english,
  'en-IE': english,
  'en-NZ': english,
  'en-US': english,
  de: german,
  'de-AT': german,
  'de-DE': german,
};

/** With at most this many decimals, half away from zero, as the number is written in decimals; null where it takes more care. */
function shortly(value: number, decimals: 1 | 2, sign: string): string | null {
  if (!(value >= 0 && value < 1_000)) return null;
  const factor = decimals === 1 ? 10 : 100;
  // 0.35 times ten is a little less than 3.5 in binary.
  const rounded = Math.round(Number((value * factor).toPrecision(12))) / factor;
  return rounded < 1_000 ? String(rounded).replace('.', sign) : null;
}

/** @param locale a BCP 47 tag */
export function numbersIn(locale: string): Numbers {
  const signs = usualSigns[locale];
  let figures: Intl.NumberFormat | undefined;
  let percents: Intl.NumberFormat | undefined;
  return {
    figure(value) {
      const short = signs === undefined ? null : shortly(value, 2, signs.decimal);
      if (short !== null) return short;
      figures ??= new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
      return figures.format(value);
    },
    percent(value) {
      const short = signs === undefined ? null : shortly(value, 1, signs.decimal);
      if (short !== null && signs !== undefined) return `${short}${signs.percent}`;
      percents ??= new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
      return percents.format(value / 100);
    },
  };
}
