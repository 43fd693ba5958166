// Turns the balance of a DeepSeek account into windows, one for each currency. A balance has no limit, so it has no share
// that is used. Pure, and never throws.
import type { QuotaWindow } from '../../domain/quota-window.ts';
import { leftOf } from '../figures.ts';
import { distinct, fieldsOf, type Fields } from '../meters.ts';

interface Balance {
  /** ISO 4217. */
  readonly currency: string;
  readonly left: number | null;
}

function balancesIn(infos: unknown): readonly Balance[] {
  if (!Array.isArray(infos)) return [];
  return infos.map(fieldsOf).flatMap(({ currency, total_balance: total }) => {
    if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return [];
    return [{ currency, left: leftOf(total) }];
  });
}

export function windowsOf({ balance_infos: infos }: Fields): readonly QuotaWindow[] {
  const balances = balancesIn(infos);
  const isOnlyOne = new Set(balances.map(({ currency }) => currency)).size === 1;
  return distinct(
    balances.map(({ currency, left }) => ({
      id: `balance-${currency.toLowerCase()}`,
      label: isOnlyOne ? 'Balance' : `Balance (${currency})`,
      usedPercent: null,
      amount: { unit: 'currency', currency, used: null, limit: null, left },
      lengthMs: null,
      resetsAt: null,
    })),
  );
}
