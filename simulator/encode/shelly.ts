import { hashName } from '../random';
import { type Encoder, type EncoderContext, round, type Sample } from '../sample';

/** Everything is sent on every twelfth message and after a restart; in between, only what moved. */
const FULL_EVERY = 12;
/** Changes below these go unreported (shelly-api-docs.shelly.cloud, Pro 3EM: voltage_threshold; others in its manner). */
const VOLT_STEP = 1;
const FACTOR_STEP = 0.02;
const HERTZ_STEP = 0.1;

/**
 * Shelly Gen2 Pro 3EM on one phase: current clamp on A, the voltage terminals bridged (shelly-api-docs.shelly.cloud,
 * EM, EMData). `events/rpc` carries NotifyStatus with parts of `em:0`; `status/em:0` and `status/emdata:0` carry it
 * whole, without a time. Power factor has no sign; energy in Wh.
 */
export function shelly({ seed, meter }: EncoderContext): Encoder {
  const prefix = `${meter.topicRoot}/${meter.meterId}`;
  const mac = hashName(seed, `mac/${meter.meterId}`).toString(16).padStart(8, '0');
  const src = `shellypro3em-ec62${mac}`;
  let count = 0;
  let sent: Record<string, unknown> = {};
  return {
    encode(sample) {
      if (sample.justBooted) count = 0;
      const whole = wholeStatus(sample);
      const full = count++ % FULL_EVERY === 0;
      const part = full ? whole : changed(sent, whole);
      sent = { ...sent, ...part };
      const params: Record<string, unknown> = { ts: round(sample.timeMs / 1000, 2), 'em:0': part };
      const data = energyStatus(sample);
      if (full) params['emdata:0'] = data;
      const notify = { src, dst: `${prefix}/events`, method: 'NotifyStatus', params };
      const messages = [{ topic: `${prefix}/events/rpc`, payload: JSON.stringify(notify) }];
      if (full) {
        messages.push({ topic: `${prefix}/status/em:0`, payload: JSON.stringify(whole) });
        messages.push({ topic: `${prefix}/status/emdata:0`, payload: JSON.stringify(data) });
      }
      return messages;
    },
  };
}

function wholeStatus(sample: Sample): Record<string, unknown> {
  const voltage = round(sample.voltageV, 1);
  const current = round(sample.currentA, 3);
  const active = round(sample.activePowerW, 1);
  const apparent = round(sample.voltageV * sample.currentA, 1);
  const freq = round(sample.frequencyHz, 1);
  const status: Record<string, unknown> = { id: 0 };
  for (const phase of ['a', 'b', 'c']) {
    const on = phase === 'a' ? 1 : 0;
    status[`${phase}_current`] = on * current;
    status[`${phase}_voltage`] = voltage;
    status[`${phase}_act_power`] = on * active || 0;
    status[`${phase}_aprt_power`] = on * apparent;
    status[`${phase}_pf`] = on * Math.abs(round(sample.powerFactor, 2));
    status[`${phase}_freq`] = freq;
  }
  return {
    ...status,
    n_current: null,
    total_current: current,
    total_act_power: active,
    total_aprt_power: apparent,
    user_calibrated_phase: [],
  };
}

function energyStatus(sample: Sample): Record<string, unknown> {
  const imported = round(sample.importWh, 2);
  const returned = round(sample.exportWh, 2);
  return {
    id: 0,
    a_total_act_energy: imported,
    a_total_act_ret_energy: returned,
    b_total_act_energy: 0,
    b_total_act_ret_energy: 0,
    c_total_act_energy: 0,
    c_total_act_ret_energy: 0,
    total_act: imported,
    total_act_ret: returned,
  };
}

function changed(sent: Record<string, unknown>, whole: Record<string, unknown>): Record<string, unknown> {
  const part: Record<string, unknown> = { id: 0 };
  for (const [name, value] of Object.entries(whole)) {
    const before = sent[name];
    if (typeof value !== 'number' || typeof before !== 'number') continue;
    if (Math.abs(value - before) > stepOf(name)) part[name] = value;
  }
  return part;
}

function stepOf(name: string): number {
  // Power is in every notification, changed or not: that is what makes it due.
  if (name === 'a_act_power' || name === 'total_act_power') return -1;
  if (name.endsWith('_voltage')) return VOLT_STEP;
  if (name.endsWith('_pf')) return FACTOR_STEP;
  return name.endsWith('_freq') ? HERTZ_STEP - 0.001 : 0;
}
