// Every figure about leases and the local service at its quick size, with its control.
import { figures } from '../full/broker/list.ts';
import { testQuickFigures } from './support/quick-figures.ts';

testQuickFigures(figures, ['broker-kills', 'client-kills', 'last-units', 'lease-storm']);
