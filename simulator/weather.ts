import { dayText, type TimeZone } from '../lib/stream/local-time';
import { hashName, smoothNoise } from './random';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RADIANS = Math.PI / 180;

/** Where a city lies and how warm it is; enough for seasons, heating and sun. */
export interface Climate {
  /** Degrees north and east. */
  latitude: number;
  longitude: number;
  /** Mean of the year in °C, and the swings around it from season to season and within a day. */
  meanC: number;
  seasonalC: number;
  dailyC: number;
}

/** What all households of a city see at one instant. */
export interface Conditions {
  /** Local wall clock: hour 0 ≤ h < 24 with fraction. */
  hour: number;
  weekend: boolean;
  temperatureC: number;
  /** Global horizontal irradiance of a clear sky, W/m². */
  clearSkyWm2: number;
  /** 0 in bright daylight, 1 at night. */
  darkness: number;
}

/**
 * Conditions of a city at an instant; a pure function of (seed, city, time).
 * Temperature: sines over year and day plus days of warm and cold spells. Clear sky: Haurwitz (1945),
 * GHI = 1098·sin h·exp(−0.057 / sin h); declination after Cooper (1969); good to some 5 % of the daily sum.
 */
export function conditionsAt(seed: number, city: string, climate: Climate, zone: TimeZone, timeMs: number): Conditions {
  const localMs = timeMs + zone.offsetMs(timeMs);
  const hour = (localMs / HOUR_MS) % 24;
  const weekday = new Date(localMs).getUTCDay();
  const year = Date.UTC(new Date(timeMs).getUTCFullYear(), 0, 1);
  const dayOfYear = (timeMs - year) / DAY_MS;
  const solarHour = (timeMs / HOUR_MS + climate.longitude / 15) % 24;
  const spell = smoothNoise(hashName(seed, `spell/${city}`), timeMs / (3.5 * DAY_MS));
  const temperatureC =
    climate.meanC -
    climate.seasonalC * Math.cos((2 * Math.PI * (dayOfYear - 20)) / 365.25) -
    climate.dailyC * Math.cos((2 * Math.PI * (solarHour - 3)) / 24) +
    4 * spell;
  const declination = 23.45 * RADIANS * Math.sin((2 * Math.PI * (dayOfYear + 284)) / 365);
  const latitude = climate.latitude * RADIANS;
  const sine =
    Math.sin(latitude) * Math.sin(declination) +
    Math.cos(latitude) * Math.cos(declination) * Math.cos(((solarHour - 12) * Math.PI) / 12);
  return {
    hour,
    weekend: weekday === 0 || weekday === 6,
    temperatureC,
    clearSkyWm2: sine > 0.01 ? 1098 * sine * Math.exp(-0.057 / sine) : 0,
    darkness: Math.min(1, Math.max(0, 0.5 - 4 * sine)),
  };
}

/**
 * Share of the clear sky that clouds let through, 0.15–1: slow weather and minutes of passing clouds.
 * @param key names the sky of a city: `hashName(seed, …)`
 */
export function cloudFactor(key: number, timeMs: number): number {
  const cover = 0.5 + 0.5 * smoothNoise(key, timeMs / (5 * HOUR_MS));
  const passing = smoothNoise(key ^ 0x5bd1e995, timeMs / (4 * 60_000));
  return 1 - 0.85 * Math.min(1, Math.max(0, cover * (0.7 + 0.6 * passing)));
}

/** Mains frequency in Hz, the same in the whole synchronous area: 50 Hz with a wander of about ±0.04 Hz. */
export function frequencyAt(seed: number, timeMs: number): number {
  const key = hashName(seed, 'frequency');
  const slow = smoothNoise(key, timeMs / 900_000);
  const fast = smoothNoise(key ^ 0x2545f491, timeMs / 45_000);
  return 50 + 0.028 * slow + 0.016 * fast;
}

/** Local day as YYYY-MM-DD and time of day as HH:MM:SS of an instant. */
export function localClock(zone: TimeZone, timeMs: number): { date: string; time: string } {
  const localMs = timeMs + zone.offsetMs(timeMs);
  return { date: dayText(zone.dayNumber(timeMs)), time: new Date(localMs).toISOString().slice(11, 19) };
}
