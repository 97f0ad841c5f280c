import assert from 'node:assert/strict';
import { FIELD_TARGETS, FieldNames } from '../../../lib/meters/names';

const names = new FieldNames();
const meaning = (name: string) => {
  const found = names.meaning(name);
  return found && [found.quantity, found.phase, found.scale].filter((part) => part !== undefined).join(' ');
};

describe('meters: field names', () => {
  const known: Record<string, string> = {
    power: 'activePowerW',
    Power_curr: 'activePowerW',
    active_power_w: 'activePowerW 1',
    activePowerKw: 'activePowerW 1000',
    grid_power: 'activePowerW',
    power_export: 'returnedPowerW',
    Power_p3: 'activePowerW c',
    power_a: 'activePowerW a',
    power_phase_b: 'activePowerW b',
    'Phase A/Voltage': 'voltageV a',
    'Voltage L1': 'voltageV a',
    Volt_p2: 'voltageV b',
    voltage_v: 'voltageV 1',
    current_phase_c: 'currentA c',
    Curr_summ: 'currentA',
    current_ma: 'currentA 0.001',
    power_factor: 'powerFactor',
    pf: 'powerFactor',
    ac_frequency: 'frequencyHz',
    Total_in: 'importWh',
    Total_out: 'exportWh',
    total_kwh: 'importWh 1000',
    'Total kWh': 'importWh 1000',
    energy_import_kWh: 'importWh 1000',
    importWh: 'importWh 1',
    energy: 'importWh',
    consumption: 'importWh',
    consumption_w: 'activePowerW 1',
    produced_energy: 'exportWh',
    E_in: 'importWh',
    feed_in_energy: 'exportWh',
  };
  for (const [name, expected] of Object.entries(known)) {
    it(`${name} is ${expected}`, () => assert.equal(meaning(name), expected));
  }

  it('leaves alone what is no measurement or could be anything', () => {
    const unknown =
      'energy_today power_on_behavior power_outage_count apparent_power reactive_power power_max energy_price v i id in out active net value state voltage_kwh energy_l1 current_consumption __proto__ constructor total_t1 mode';
    for (const name of unknown.split(' ')) assert.equal(meaning(name), undefined, name);
  });

  it('knows that current_a may be amperes or phase a', () => {
    assert.equal(names.meaning('current_a')?.maybePhaseA, true);
    assert.equal(names.meaning('current_l1_a')?.phase, 'a');
  });

  it('takes names of the setting first and refuses unknown targets', () => {
    const own = new FieldNames({ energy: 'exportWh', 'L2 x': 'voltageV.b' });
    assert.deepEqual([own.meaning('energy')?.quantity, own.meaning('L2 x')?.phase], ['exportWh', 'b']);
    assert.throws(() => new FieldNames({ x: 'horsepower' }), /"x" is mapped to "horsepower"; use one of activePowerW/);
    assert.ok(FIELD_TARGETS.includes('importKwh') && !FIELD_TARGETS.includes('importKwh.a'));
  });
});
