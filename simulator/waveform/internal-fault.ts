import { faultClass } from '../../lib/waveform/fault-classes';
import { loadOf } from './draw';
import type { Happening, Setting } from './happening';
import type { Winding } from './power-bank';
import { addArc, addShuntFault, FAULT_TYPES } from './shunt-fault';

const UNIT_OF = { 'ispar-exciting': 'exciting', 'ispar-series': 'series', power: 'power' } as const;

/** A fault in a winding: to ground, between phases, between turns, or between the windings of a phase. */
export function internalFault(setting: Setting): Happening {
  const { scenario, draw, inceptionS: closesAtS, clearingS: opensAtS } = setting;
  const load = loadOf(draw);
  const { unit, label } = faultClass(scenario.label)!;
  const times = { closesAtS, opensAtS };
  const name = UNIT_OF[unit!];
  const winding: Winding = `${name}-${scenario.side}`;
  const kind = label.slice(label.lastIndexOf('_') + 1);
  const { phase, windingShare, turnsShare, faultResistanceOhm } = scenario;
  if (kind === 'tt') {
    const bottom = windingShare * (1 - turnsShare);
    const system = setting.system({
      ...load,
      cuts: [{ winding, phases: [phase], shares: [bottom, bottom + turnsShare] }],
    });
    const [low, high] = system.bank.cutNodes(winding, phase) as [number, number];
    addArc(system.circuit, low, high, faultResistanceOhm * turnsShare, times);
    return { system, isCleared: true };
  }
  if (kind === 'ww') {
    const both = (['primary', 'secondary'] as const).map((side): Winding => `${name}-${side}`);
    const shares = [windingShare];
    const system = setting.system({ ...load, cuts: both.map((one) => ({ winding: one, phases: [phase], shares })) });
    const [one, other] = both.map((winding) => system.bank.cutNodes(winding, phase)[0]!) as [number, number];
    addArc(system.circuit, one, other, faultResistanceOhm, times);
    return { system, isCleared: true };
  }
  const { phases, isGrounded } = FAULT_TYPES[Number(kind.slice('Class'.length)) - 1]!;
  const system = setting.system({ ...load, cuts: [{ winding, phases, shares: [windingShare] }] });
  const places = phases.map((one) => system.bank.cutNodes(winding, one)[0]!);
  addShuntFault(system.circuit, places, isGrounded, faultResistanceOhm, times, draw);
  return { system, isCleared: true };
}
