import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assessImpact, checkNetwork } from '../../../lib/peers';

const text = readFileSync(resolve(__dirname, '../../../docs/fault-impact.md'), 'utf8');

describe('docs/fault-impact.md', () => {
  it('shows a network that is taken', () => {
    const network = checkNetwork(JSON.parse(/```json\n(.*?)```/s.exec(text)![1]!));
    const event = { id: 'event', label: 'internal_power_transformer_internal_faults_tt' };
    const impact = assessImpact(network, event, { sender: 'solar', receiver: 'home' });
    assert.deepEqual([impact.pathState, impact.totals.retailerKwh], ['cut', 3]);
  });

  it('names every event type and severity as the rules do', () => {
    const rows = [...text.matchAll(/^\| ([^|]+) \| ([^|]+) \| (none|minor|moderate|severe|unknown) \|/gm)];
    const labels: Record<string, string> = {
      'internal, power transformer': 'internal_power_transformer_internal_faults_ww',
      'internal, phase angle regulator (ISPAR)': 'internal_ispar_exciting_transformer_internal_faults_ww',
      'external fault': 'transient_external_fault_with_CT_saturation',
      'capacitor switching': 'transient_capacitor_switching',
      ferroresonance: 'transient_ferroresonance',
      'magnetising, sympathetic inrush': 'transient_sympathetic_inrush',
      'non-linear load': 'transient_non-linear_load_switching',
      '`normal`': 'normal',
      '`unknown`': 'unknown',
    };
    const network = checkNetwork(JSON.parse(/```json\n(.*?)```/s.exec(text)![1]!));
    assert.deepEqual(rows.map(([, name]) => name).sort(), Object.keys(labels).sort());
    for (const [, name, eventType, severity] of rows) {
      const impact = assessImpact(network, { id: 'event', label: labels[name!]! }, { sender: null, receiver: null });
      assert.deepEqual([impact.eventType, impact.severity], [eventType, severity], name);
    }
  });
});
