// One state of the window that is drawn in every look.
import type { View } from '../../../preload/view.ts';
import type { WindowPage } from './window-page.ts';

export interface State {
  readonly name: string;
  readonly view: View;
  readonly prepare?: (window: WindowPage) => Promise<void>;
}
