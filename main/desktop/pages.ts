// What the pages beside the accounts show, read when they are open, and what can be done there.
import type {
  ActivityView,
  AgentsView,
  AuditVerdictView,
  HistoryDays,
  HistoryView,
} from '../../preload/view.ts';

export interface PageReads {
  agents(): AgentsView;
  /** Takes its lease back; one that has ended already is fine. */
  endAgent(agent: string): Promise<AgentsView>;
  /** @throws Failure `storage/unreadable` */
  activity(limit: number): Promise<ActivityView>;
  verifyActivity(): Promise<AuditVerdictView>;
  /** @throws Failure `broker/bad-request` for an account that is not here */
  history(account: string, days: HistoryDays): Promise<HistoryView>;
  /** Null when the person chose no file. @throws Failure `storage/write-failed` */
  exportHistory(account: string, days: HistoryDays): Promise<{ readonly path: string | null }>;
}
