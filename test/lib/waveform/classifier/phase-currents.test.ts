import assert from 'node:assert/strict';
import type { Waveform, WaveformChannel } from '../../../../lib/messages';
import { type PhaseCurrents, phaseCurrents } from '../../../../lib/waveform/classifier/phase-currents';

const channel = (name: string, more: Partial<WaveformChannel> = {}): WaveformChannel => ({
  name,
  quantity: 'current',
  unit: 'A',
  samples: [name.charCodeAt(name.length - 1), 1],
  ...more,
});
const of = (...channels: WaveformChannel[]): Waveform => ({
  id: 'w',
  sampleRateHz: 10_000,
  nominalFrequencyHz: 60,
  channels,
});
const phased = (prefix: string, more: Partial<WaveformChannel> = {}) =>
  (['C', 'A', 'B'] as const).map((phase) => channel(prefix + phase, { phase, ...more }));
const picked = (waveform: Waveform): PhaseCurrents => {
  const currents = phaseCurrents(waveform);
  assert.ok(typeof currents !== 'string', String(currents));
  return currents;
};
const firsts = (phases: readonly ArrayLike<number>[]) => phases.map((samples) => String.fromCharCode(samples[0]!));

describe('currents of a waveform', () => {
  it('are of the phases, in whatever order the channels are, or as they come without phases', () => {
    const { operate, restraint, unit, doubt } = picked(
      of(channel('UA', { quantity: 'voltage', phase: 'A' }), ...phased('I')),
    );
    assert.deepEqual(firsts(operate), ['A', 'B', 'C']);
    assert.deepEqual([restraint, unit, doubt], [null, 'A', null]);
    assert.deepEqual(firsts(picked(of(channel('X'), channel('Y'), channel('Z'))).operate), ['X', 'Y', 'Z']);
  });

  it('are the operating ones where they are marked, with the restraining ones', () => {
    const { operate, restraint } = picked(
      of(
        ...phased('I1'),
        ...phased('R', { role: 'restraint' }).map((one) => ({ ...one, samples: [5, 5] })),
        ...phased('D', { role: 'operate' }).map((one) => ({ ...one, samples: [9, 9] })),
      ),
    );
    assert.deepEqual(operate, [
      [9, 9],
      [9, 9],
      [9, 9],
    ]);
    assert.deepEqual(restraint, [
      [5, 5],
      [5, 5],
      [5, 5],
    ]);
  });

  it('are made amperes of any unit of current, and left in a unit that is none', () => {
    const kilo = picked(of(...phased('I', { unit: 'kA' })));
    assert.deepEqual([kilo.unit, kilo.operate[1]![1]], ['A', 1000]);
    const [c, a, b] = phased('I');
    const mixed = picked(of({ ...c!, unit: ' mA ' }, a!, { ...b!, unit: 'Amps' }));
    assert.deepEqual(
      mixed.operate.map((samples) => samples[1]),
      [1, 1, 0.001],
    );
    const perUnit = picked(of(...phased('I', { unit: 'pu' })));
    assert.deepEqual([perUnit.unit, perUnit.operate[0]![1]], ['pu', 1]);
  });

  it('of several sets give rise to a doubt', () => {
    const { doubt } = picked(of(...phased('I1'), ...phased('I2')));
    assert.match(doubt!, /2 currents are of phase A \(I1A, I2A\).*I1A, I1B, I1C were looked at; choose three channels/);
  });

  it('are missing with the reason', () => {
    const volts = phased('U', { quantity: 'voltage', unit: 'V' });
    assert.match(String(phaseCurrents(of(...volts))), /no current among the channels UC \(V\), UA \(V\), UB \(V\)/);
    assert.match(String(phaseCurrents(of(...phased('I').slice(1)))), /no three currents of phases A, B and C among IA/);
    assert.match(String(phaseCurrents(of(...[1, 2, 3, 4].map((i) => channel(`X${i}`))))), /choose three channels/);
  });
});
