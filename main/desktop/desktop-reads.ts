// What only the window can do: take settings out into a file and in again, and learn about Gatehouse itself.
import type {
  AboutView,
  AppliedOfferView,
  SettingsOfferView,
  SettingsPutBackView,
} from '../../preload/view.ts';
import type { UpdateOrders } from './updates.ts';

export interface SettingsFiles {
  /** Null when the person chose no file. @throws Failure `storage/write-failed` */
  exportSettings(): Promise<{ readonly path: string | null }>;
  /** Null when the person chose no file. @throws Failure `storage/unreadable`, `storage/newer-schema` */
  readSettingsFile(): Promise<SettingsOfferView | null>;
  /** @throws Failure `broker/bad-request` for an offer that is forgotten, `storage/write-failed` */
  applySettingsFile(offer: string): Promise<AppliedOfferView>;
  /** Puts back what the last file has changed. @throws Failure `broker/bad-request` when there is nothing */
  putSettingsBack(): Promise<SettingsPutBackView>;
}

export interface DesktopReads extends SettingsFiles {
  readonly updates: UpdateOrders;
  about(): Promise<AboutView>;
}
