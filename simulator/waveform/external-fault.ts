import type { Happening, Setting } from './happening';
import { addShuntFault, FAULT_TYPES } from './shunt-fault';

/** A fault outside the zone, fed through it, with current transformers that saturate. */
export function externalFault(setting: Setting): Happening {
  const { scenario, draw, inceptionS, clearingS } = setting;
  const { phases, isGrounded } = FAULT_TYPES[Math.floor(draw('fault type', 0, 11))]!;
  const system = setting.system();
  const bus = system.bus[(['1', '2', '4', '5'] as const)[Math.floor(draw('place', 0, 4))]!];
  const places = phases.map((phase) => bus[phase]!);
  const times = { closesAtS: inceptionS, opensAtS: clearingS };
  addShuntFault(system.circuit, places, isGrounded, scenario.faultResistanceOhm / 3, times, draw);
  return {
    system,
    isCleared: true,
    kneeShare: draw('poor current transformers', 0.02, 0.05),
    shows: { peakA: 0.5, withinCycles: 2 },
  };
}
