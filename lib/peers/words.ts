import type { PeerNetwork } from '../messages';

/** What people call a node, a line or a peer. */
export type Names = (id: string) => string;

/** More would not be read. */
const MOST_NAMED = 6;

export function namesOf({ topology: { nodes, lines }, peers }: PeerNetwork): Names {
  const labels = new Map([...lines, ...nodes, ...peers].flatMap(({ id, label }) => (label ? [[id, label]] : [])));
  return (id) => labels.get(id) ?? id;
}

/** `A, B and C`; empty for none. */
export function named(ids: readonly string[], names: Names): string {
  const words = ids.slice(0, MOST_NAMED).map(names);
  if (ids.length > MOST_NAMED) words.push(`${ids.length - MOST_NAMED} more`);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}

/** `4.25 kWh` */
export const kwhText = (energyKwh: number) => `${Number(energyKwh.toFixed(3))} kWh`;

export const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
