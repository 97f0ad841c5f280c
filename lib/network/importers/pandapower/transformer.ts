import type { FrameRow } from './frame';

/** What a transformer is per unit, as pandapower computes it with its model pi. */
export interface TransformerPu {
  resistancePu: number | undefined;
  reactancePu: number | undefined;
  tapRatio: number | undefined;
  shiftRad: number;
  /** Of the core. */
  conductancePu: number | undefined;
  susceptancePu: number | undefined;
}

interface Bases {
  hvKv: number;
  lvKv: number;
  baseMva: number;
}

/**
 * The equivalent of a two-winding transformer, tap changer included (pandapower documentation, "Transformer").
 * @param bases nominal voltages of the two busbars and the base power of the net
 */
export function transformerPu(row: FrameRow, { hvKv, lvKv, baseMva }: Bases): TransformerPu {
  const parallel = row.number('parallel') ?? 1;
  const sides = {
    hv: row.number('vn_hv_kv') ?? hvKv,
    lv: row.number('vn_lv_kv') ?? lvKv,
  };
  let shiftDegrees = row.number('shift_degree') ?? 0;
  const side = row.text('tap_side');
  const steps = (row.number('tap_pos') ?? row.number('tap_neutral') ?? 0) - (row.number('tap_neutral') ?? 0);
  if ((side === 'hv' || side === 'lv') && steps !== 0) {
    const tap = tapOf(row, steps);
    sides[side] *= tap.factor;
    shiftDegrees += side === 'hv' ? tap.degrees : -tap.degrees;
  }
  const [sn, vk] = [row.number('sn_mva'), row.number('vk_percent')];
  const onBase = sn === undefined ? Number.NaN : ((sides.lv / lvKv) ** 2 * baseMva) / sn / parallel / 100;
  const vkr = row.number('vkr_percent') ?? 0;
  const coreMw = (row.number('pfe_kw') ?? 0) / 1000;
  const coreMva = ((row.number('i0_percent') ?? 0) / 100) * (sn ?? 0);
  const perMw = ((lvKv / sides.lv) ** 2 * parallel) / baseMva;
  return {
    resistancePu: usable(vkr * onBase),
    reactancePu: vk === undefined ? undefined : usable(Math.sqrt(vk ** 2 - vkr ** 2) * onBase),
    tapRatio: usable(sides.hv / sides.lv / (hvKv / lvKv)),
    shiftRad: (shiftDegrees * Math.PI) / 180,
    conductancePu: usable(coreMw * perMw),
    susceptancePu: usable(0 - Math.sqrt(Math.max(0, coreMva ** 2 - coreMw ** 2)) * perMw),
  };
}

/** By how much taps change the voltage of their side, in size and angle. */
function tapOf(row: FrameRow, steps: number): { factor: number; degrees: number } {
  const percent = (steps * (row.number('tap_step_percent') ?? 0)) / 100;
  const degrees = row.number('tap_step_degree') ?? 0;
  const type = row.text('tap_changer_type');
  // Older files have a flag in place of the type.
  const isIdeal = type === undefined ? row.isTrue('tap_phase_shifter') : type === 'Ideal';
  if (isIdeal) {
    return { factor: 1, degrees: degrees !== 0 ? steps * degrees : (2 * Math.asin(percent / 2) * 180) / Math.PI };
  }
  const angle = (degrees * Math.PI) / 180;
  const [along, across] = [1 + percent * Math.cos(angle), percent * Math.sin(angle)];
  return { factor: Math.hypot(along, across), degrees: (Math.atan(across / along) * 180) / Math.PI };
}

const usable = (value: number) => (Number.isFinite(value) ? value : undefined);
