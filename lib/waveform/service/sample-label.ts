import { FAULT_CLASSES } from '../fault-classes';

const UNITS = /(ispar[ _-]exciting|ispar[ _-]series|power)[ _-]transformer[ _-]internal[ _-]faults$/i;
/** The longest label first: Class1 begins Class10 and Class11 too. */
const LABELS = FAULT_CLASSES.map(({ label }) => label).sort((a, b) => b.length - a.length);

/**
 * The true label that the name of a sample tells, or null: either the file's name begins with the label
 * (`transient_ferroresonance_0003.npy`), or it lies in the folders of the public set
 * (`internal faults/power transformer internal faults/Class1/….txt`, `transient disturbances/ferroresonance/….txt`).
 */
export function sampleLabel(name: string): string | null {
  const segments = name.split('/');
  const file = plain(segments.at(-1)!);
  const own = LABELS.find((label) => begins(file, plain(label)));
  if (own) return own;
  if (file.startsWith('normal') && !/^[a-z]/.test(file.slice('normal'.length))) return 'normal';
  const [group = '', inner = ''] = segments.slice(0, -1).slice(-2);
  const unit = UNITS.exec(group)?.[1];
  const label = unit ? `internal_${unit}_transformer_internal_faults_${inner}` : `transient_${inner}`;
  if (!unit && !/^transient/i.test(group)) return null;
  return LABELS.find((one) => plain(one) === plain(label)) ?? null;
}

/** The public files write spaces for underscores in some places, and `class10` beside `Class10`. */
const plain = (text: string) => text.toLowerCase().replace(/[ -]/g, '_');

function begins(file: string, label: string): boolean {
  return file.startsWith(label) && !/^[a-z0-9]/.test(file.slice(label.length));
}
