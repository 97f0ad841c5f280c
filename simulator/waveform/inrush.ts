import type { Draw } from './draw';
import type { Happening, Poles, Setting } from './happening';
import { addBreakerPoles, addIdleTransformer } from './parallel-transformer';

/** Remanence of three cores: what a breaker leaves, the sum of the three near zero. */
function remanenceOf(draw: Draw, name: string): Poles {
  const size = draw(`remanence of ${name}`, 0.05, 0.85);
  const angle = draw(`remanence angle of ${name}`, 0, 2 * Math.PI);
  const third = (2 * Math.PI) / 3;
  return [0, 1, 2].map((phase) => size * Math.cos(angle - phase * third)) as Poles;
}

/** The bank is energised from one end, the other is open. */
export function magnetisingInrush(setting: Setting): Happening {
  const { scenario, draw, inceptionS } = setting;
  const poles = [0, 1, 2].map((pole) => inceptionS + draw(`pole ${pole}`, 0, 0.0008)) as Poles;
  const closing = { isClosed: false, closesAtS: poles };
  const open = { isClosed: false };
  const isFromSource = scenario.side === 'primary';
  const system = setting.system({
    sourceBreaker: isFromSource ? closing : open,
    loadBreaker: isFromSource ? open : closing,
    remanencePu: {
      power: remanenceOf(draw, 'power'),
      series: remanenceOf(draw, 'series'),
      exciting: remanenceOf(draw, 'exciting'),
    },
  });
  return { system, isCleared: false };
}

/**
 * A transformer beside the bank is energised; its inrush drops a direct voltage over the resistance of the source, which
 * drives the bank into saturation in the other direction (Hayward 1941).
 */
export function sympatheticInrush(setting: Setting): Happening {
  const { draw, inceptionS, frequencyHz } = setting;
  const system = setting.system({
    sourceResistance: draw('weak source', 8, 18),
    voltage: draw('high voltage', 1.06, 1.1),
  });
  const size = draw('remanence of the neighbour', 0.6, 0.9);
  const sign = draw('sign', 0, 1) < 0.5 ? -1 : 1;
  const remanence = [size * sign, (-size * sign) / 2, (-size * sign) / 2] as Poles;
  const poles = [0, 1, 2].map((pole) => inceptionS + draw(`pole ${pole}`, 0, 0.0008)) as Poles;
  const terminals = addBreakerPoles(system.circuit, system.bus[2], poles);
  addIdleTransformer(system.circuit, terminals, frequencyHz, remanence, draw('size of the neighbour', 2.5, 5));
  return { system, isCleared: false, shows: { peakA: 0.4, withinCycles: 1.5 } };
}
