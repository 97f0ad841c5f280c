import assert from 'node:assert/strict';
import { listChannels, waveformsOfJson } from '../../../../lib/waveform/formats';

/** Names (or name and unit) of channels → the ones that are taken. */
function taken(names: (string | [string, string])[], channels?: string[]): string {
  const list = names.map((one) => {
    const [name, unit] = typeof one === 'string' ? [one, 'A'] : one;
    return { name, unit, samples: [1, 2] };
  });
  const value = { sampleRateHz: 1000, nominalFrequencyHz: 50, channels: list };
  const [waveform] = waveformsOfJson(value, 'x', { ...(channels ? { channels } : {}) });
  return waveform!.channels.map(({ name, phase, role }) => [name, phase, role].filter(Boolean).join(':')).join(' ');
}

describe('choice of channels', () => {
  it('takes three phases of currents by their usual names', () => {
    const volts = (...names: string[]) => names.map((name): [string, string] => [name, 'kV']);
    assert.equal(taken([...volts('VA', 'VB', 'VC'), 'IA', 'IB', 'IC', 'IN']), 'IA:A IB:B IC:C');
    assert.equal(taken(['I L1', 'I L2', 'I L3', 'I E']), 'I L1:A I L2:B I L3:C');
    assert.equal(taken(['IR', 'IS', 'IT']), 'IR:A IS:B IT:C');
    assert.equal(taken(['IR', 'IY', 'IB']), 'IR:A IY:B IB:C');
    assert.equal(taken(['3I0', 'ic', 'ib', 'ia']), 'ia:A ib:B ic:C');
    assert.equal(
      taken(['Line 1 phase A', 'Line 1 phase B', 'Line 1 phase C']),
      'Line 1 phase A:A Line 1 phase B:B Line 1 phase C:C',
    );
    assert.equal(taken(volts('U L1-E', 'U L2-E', 'U L3-E')), 'U L1-E:A U L2-E:B U L3-E:C');
    assert.equal(taken(['I1', 'I2', 'I3']), 'I1:A I2:B I3:C');
  });

  it('takes operating currents before those of a side, and the restraining ones with them', () => {
    const relay = ['IAW1', 'IBW1', 'ICW1', 'IDA', 'IDB', 'IDC', 'IRA', 'IRB', 'IRC'];
    assert.equal(
      taken(relay),
      'IDA:A:operate IDB:B:operate IDC:C:operate IRA:A:restraint IRB:B:restraint IRC:C:restraint',
    );
    assert.equal(
      taken(['I_diff L1', 'I_diff L2', 'I_diff L3', 'I_rest L1', 'I_rest L2', 'I_rest L3']),
      'I_diff L1:A:operate I_diff L2:B:operate I_diff L3:C:operate I_rest L1:A:restraint I_rest L2:B:restraint I_rest L3:C:restraint',
    );
    assert.equal(taken(['IA', 'IB', 'IC', 'RA', 'RB', 'RC']), 'IA:A IB:B IC:C');
  });

  it('takes the first of several sets, of one name but for the phase', () => {
    assert.equal(taken(['IA2', 'IA1', 'IB1', 'IC1', 'IB2', 'IC2', 'spare A']), 'IA2:A IB2:B IC2:C');
  });

  it('takes what is named, in that order, whatever case and blanks', () => {
    assert.equal(taken(['IA', 'IB', 'IC', 'f  max'], ['ic', ' F max ']), 'IC:C f max'.replace('f max', 'f  max'));
    assert.throws(() => taken(['IA', 'IB'], ['IA', 'ia']), /a channel is named twice/);
  });

  it('lists the channels where it cannot choose', () => {
    assert.throws(
      () => taken(['IA', 'IB', ['f', 'Hz']]),
      /no currents or voltages of three phases .*: choose .*"IA", "IB", "f"/,
    );
    const config = 'S,D,1999\n2,2A,0D\n1,IA,A,,kA,1,0,0,0,1,1,1,P\n2,f,,,Hz,1,0,0,0,1,1,1,P\n50\n1\n1,1\n';
    const files = ['cfg', 'dat'].map((ending) => ({ name: `x.${ending}`, bytes: new TextEncoder().encode(config) }));
    assert.deepEqual(listChannels(files), [
      {
        id: 'x',
        channels: [
          { name: 'IA', unit: 'kA', phase: 'A', quantity: 'current' },
          { name: 'f', unit: 'Hz' },
        ],
      },
    ]);
  });
});
