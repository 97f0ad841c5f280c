import { AlarmBoard } from '../alarms/alarm-board';
import type { DistrictRisk, Emission, GridAlert, Refusal } from '../messages';
import { DayBook } from './day-book';
import { DistrictAlarms } from './district-alarms';
import { LiveRule } from './live-rule';
import { Places } from './places';
import { metadata } from './refusals';
import type { Registry } from './registry';
import { RiskMeters } from './risk-meters';
import type { ThresholdRiskSettings } from './threshold-risk-settings';
import { ThresholdTable } from './thresholds';

export interface ThresholdRiskPorts {
  alerts: GridAlert;
  refused: Refusal;
  districts: DistrictRisk;
}

/** What is to be emitted; every part puts its results here. */
export class RiskOutput {
  alerts: GridAlert[] = [];
  refused: Refusal[] = [];
  districts: DistrictRisk[] = [];

  /** Notes the change of an alarm, if there was one. */
  alert(change: GridAlert | undefined): void {
    if (change) this.alerts.push(change);
  }

  /** Hands everything out once. */
  take(): Emission<ThresholdRiskPorts> | undefined {
    const { alerts, refused, districts } = this;
    if (alerts.length + refused.length + districts.length === 0) return undefined;
    this.alerts = [];
    this.refused = [];
    this.districts = [];
    return { alerts, refused, districts };
  }
}

/** Everything the threshold-risk operator remembers, in its parts. */
export interface RiskParts extends Registry {
  settings: ThresholdRiskSettings;
  thresholds: ThresholdTable;
  meters: RiskMeters;
  board: AlarmBoard;
  live: LiveRule;
  alarms: DistrictAlarms;
  out: RiskOutput;
  counters: Counters;
}

export interface Counters {
  duplicates: number;
  evictedMeters: number;
  evictedSinceTick: number;
}

/** Fresh parts for complete settings. */
export function createParts(settings: ThresholdRiskSettings): RiskParts {
  const { minimumLevel, citySharePercent, hysteresisPercent, raiseAfterSeconds, clearAfterSeconds } = settings;
  const { latenessMinutes, maximumGapMinutes, maximumPowerKw, maximumMeters } = settings;
  const hysteresis = hysteresisPercent / 100;
  const delays = { raiseAfterMs: raiseAfterSeconds * 1000, clearAfterMs: clearAfterSeconds * 1000 };
  const maximumGapMs = maximumGapMinutes * 60_000;

  const places = new Places(settings);
  const thresholds = new ThresholdTable(settings);
  const out = new RiskOutput();
  // A damaged file must not stop the alarms: what is wrong with it goes out with the first results.
  out.refused.push(...thresholds.warnings.map((warning) => metadata(warning, settings.metadata)));
  const board = new AlarmBoard();
  const book = new DayBook(latenessMinutes * 60_000, places, true);
  const energySettings = { maximumGapMs, maximumPowerW: maximumPowerKw * 1000 };
  const meters = new RiskMeters(maximumMeters, energySettings, delays, book);
  book.meters = meters;
  const live = new LiveRule({ hysteresis, maximumGapMs }, meters, thresholds, board);
  const alarms = new DistrictAlarms({ minimumLevel, cityShare: citySharePercent / 100, hysteresis }, delays, board);
  const counters = { duplicates: 0, evictedMeters: 0, evictedSinceTick: 0 };
  const { watermark } = book;
  const parts: RiskParts = { settings, places, thresholds, book, meters, board, live, alarms, out, counters };
  parts.onForget = {
    meter(slot) {
      parts.counters.evictedMeters++;
      out.alert(live.forget(slot, watermark.maximumMs));
    },
    district: (district) => out.alert(alarms.forgetDistrict(district, watermark.maximumMs)),
    city: (city) => out.alert(alarms.forgetCity(city, watermark.maximumMs)),
  };
  return parts;
}
