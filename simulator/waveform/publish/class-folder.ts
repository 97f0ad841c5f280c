const INTERNAL = /^internal_(.+)_transformer_internal_faults_(.+)$/;

/**
 * The folder of a class in the tree of the public set, with `/`, e.g.
 * `internal faults/power transformer internal faults/Class1`; what is not in that set has a folder named after it.
 */
export function classFolder(label: string): string {
  const internal = INTERNAL.exec(label);
  if (internal) {
    const [, unit = '', shunt = ''] = internal;
    // The set itself writes these two in small letters.
    const folder = shunt === 'Class10' || shunt === 'Class11' ? shunt.toLowerCase() : shunt;
    return `internal faults/${unit.replaceAll('_', ' ')} transformer internal faults/${folder}`;
  }
  if (!label.startsWith('transient_')) return label;
  return `transient disturbances/${label.slice('transient_'.length).replaceAll('_', ' ')}`;
}
