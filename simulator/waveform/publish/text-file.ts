import type { SimulatedEvent } from '../event';
import { shortSingle } from './short-single';

/** An event as a text file of the public set: no header, a row `time,Ia,Ib,Ic` a sample, in s and A. */
export function textFile({ operate: [a, b, c], sampleRateHz }: SimulatedEvent): string {
  const rows: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const timeS = Number((i / sampleRateHz).toFixed(9));
    rows.push(`${timeS},${shortSingle(a[i]!)},${shortSingle(b[i]!)},${shortSingle(c[i]!)}\n`);
  }
  return rows.join('');
}
