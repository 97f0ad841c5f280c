import { FAULT_CLASSES } from '../../../lib/waveform/fault-classes';

/** The label of a record in which nothing happens. */
export const NORMAL = 'normal';
const FAULT_LABELS = FAULT_CLASSES.map(({ label }) => label);
/** All that can be simulated. */
export const SIMULATED_LABELS: readonly string[] = [...FAULT_LABELS, NORMAL];

/**
 * Labels that a list of words stands for, in the order of the table, each once: a label, the beginning of labels as
 * `transient` or `internal_power_transformer`, or `all` for the 45 classes of the public set. Case does not matter.
 * @throws Error that names the word that stands for nothing
 */
export function chosenLabels(words: readonly string[]): string[] {
  const chosen = new Set<string>();
  for (const word of words) {
    const beginning = word.toLowerCase();
    const found =
      beginning === 'all'
        ? FAULT_LABELS
        : SIMULATED_LABELS.filter((label) => `${label.toLowerCase()}_`.startsWith(`${beginning}_`));
    if (beginning === '' || found.length === 0) {
      throw new Error(
        `class "${word}" is not known: give all, normal, internal, transient, internal_power_transformer, ` +
          `or a label such as ${FAULT_LABELS[0]}`,
      );
    }
    for (const label of found) chosen.add(label);
  }
  return SIMULATED_LABELS.filter((label) => chosen.has(label));
}
