import type { TheftCueKind } from '../messages';
import type { TimeZone } from '../stream/local-time';
import type { SupplyWatch } from './supply-watch';
import type { TheftSettings } from './theft-settings';
import type { ScorerSettings } from './window-scorer';

/** What meters share. */
export interface MeterContext {
  settings: TheftSettings;
  scorer: ScorerSettings;
  zone: TimeZone;
  disabled: ReadonlySet<TheftCueKind>;
  windowsADay: number;
  watch: SupplyWatch;
}
