// What the pages beside the accounts show, read when they are open, and what can be done there.
import type {
  ActivityView,
  AgentsView,
  AuditVerdictView,
  FileHistoryView,
  FileRestoredView,
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
  /** @throws Failure `broker/bad-request` for a file that is not shared, or `storage/unreadable` */
  fileHistory(file: string): Promise<FileHistoryView>;
  /**
   * Puts back what stood there before our first touch and switches the file off.
   * @param force also where that puts back a sign-in that may be spent
   * @throws Failure `broker/bad-request`, or when it cannot be switched off; nothing has changed then
   */
  restoreFile(file: string, force: boolean): Promise<FileRestoredView>;
  /** @throws Failure `broker/bad-request` for an account that is not here */
  history(account: string, days: HistoryDays): Promise<HistoryView>;
  /** Null when the person chose no file. @throws Failure `storage/write-failed` */
  exportHistory(account: string, days: HistoryDays): Promise<{ readonly path: string | null }>;
}
