import type { FaultClassification } from '../../messages';
import { faultClass } from '../fault-classes';

const KINDS: readonly [end: string, words: string][] = [
  ['_tt', 'turn to turn'],
  ['_ww', 'winding to winding'],
];

/** A label in a few words: `power, AG`, `ispar-series, turn to turn B`, `magnetising inrush`, `normal`. */
export function shortLabel({ label, unit, phases }: Pick<FaultClassification, 'label' | 'unit' | 'phases'>): string {
  const known = faultClass(label);
  if (!known) return label;
  if (!known.isInternal) return label.replace(/^transient_/, '').replaceAll('_', ' ');
  const kind = KINDS.find(([end]) => label.endsWith(end))?.[1];
  return `${unit}, ${[kind, phases.join('')].filter(Boolean).join(' ')}`;
}
