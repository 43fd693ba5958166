// What the small meter above the other windows draws, and what a vendor says of itself.

/** One line of the meter: an account and the fullest of its windows. */
export interface MiniLineView {
  /** The account's id. */
  readonly account: string;
  /** As a person calls them. */
  readonly provider: string;
  readonly label: string;
  /** The window that is shown; null while nothing is known. */
  readonly window: {
    readonly label: string;
    readonly usedPercent: number;
    readonly level: 'ok' | 'low' | 'exhausted';
    /** Unix milliseconds, or null when unknown. */
    readonly resetsAt: number | null;
  } | null;
}

/** What the vendor's own status page says is wrong now. */
export interface IncidentView {
  /** In the vendor's words. */
  readonly text: string;
  readonly impact: 'minor' | 'major' | 'critical';
  /** Unix milliseconds; since when. */
  readonly at: number;
  /** Where the vendor says more. */
  readonly url: string;
}
