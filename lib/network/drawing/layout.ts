import type { Adjacency } from '../graph';
import type { Place } from './places';
import { relax } from './stress-majorization';

const MOST_PIVOTS = 50;
const ROUNDS = 60;
/** Up to so many nodes all distances are used, for a better picture. */
const MOST_RELAXED = 400;
/** So that nodes with equal distances to all others don't lie on each other. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Lays out one connected part by the lines between its nodes: pivot MDS (Brandes and Pich, Graph Drawing 2006), for small
 * parts made better by stress majorization. Deterministic; about 50 breadth-first walks and as many products.
 * @param part indices of its nodes
 * @param indexOf of each of its nodes the place in `part`
 */
export function layOut(adjacency: Adjacency, part: readonly number[], indexOf: Int32Array): Place[] {
  const count = part.length;
  const walk = (from: number) => hopsFrom(adjacency, part, indexOf, from);
  const pivots: Float64Array[] = [];
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let pivot = 0; pivots.length < Math.min(MOST_PIVOTS, count); pivot = indexOfMost(nearest)) {
    const hops = walk(pivot);
    pivots.push(hops);
    for (let i = 0; i < count; i++) nearest[i] = Math.min(nearest[i]!, hops[i]!);
  }
  const columns = centred(pivots, count);
  const [first, second] = axes(columns, count);
  const places = part.map((_, i) => {
    const angle = i * GOLDEN_ANGLE;
    return { x: first[i]! + 0.05 * Math.cos(angle), y: second[i]! + 0.05 * Math.sin(angle) };
  });
  return count > 2 && count <= MOST_RELAXED
    ? relax(
        places,
        part.map((_, i) => walk(i)),
      )
    : places;
}

/** Lines between a node and each other one of the part, breadth first. */
function hopsFrom(
  { start, neighbour }: Adjacency,
  part: readonly number[],
  indexOf: Int32Array,
  from: number,
): Float64Array {
  const hops = new Float64Array(part.length).fill(-1);
  const queue = new Int32Array(part.length);
  queue[0] = from;
  hops[from] = 0;
  for (let taken = 0, met = 1; taken < met; taken++) {
    const at = queue[taken]!;
    const node = part[at]!;
    for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
      const next = indexOf[neighbour[slot]!]!;
      if (hops[next] !== -1) continue;
      hops[next] = hops[at]! + 1;
      queue[met++] = next;
    }
  }
  return hops;
}

function indexOfMost(values: Float64Array): number {
  let most = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[most]!) most = i;
  return most;
}

/** The squared distances, centred over nodes and pivots; a column a pivot. */
function centred(pivots: readonly Float64Array[], count: number): Float64Array[] {
  const columns = pivots.map((hops) => hops.map((hop) => hop * hop));
  const columnMeans = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / count);
  const rowMeans = new Float64Array(count);
  for (const column of columns) for (let i = 0; i < count; i++) rowMeans[i]! += column[i]! / columns.length;
  const mean = columnMeans.reduce((sum, value) => sum + value, 0) / columns.length;
  return columns.map((column, k) => column.map((value, i) => -0.5 * (value - columnMeans[k]! - rowMeans[i]! + mean)));
}

/** The nodes on the two main axes, each of the length that its eigenvalue gives. */
function axes(columns: readonly Float64Array[], count: number): [Float64Array, Float64Array] {
  const size = columns.length;
  const gram = columns.map((a) => columns.map((b) => dot(a, b)));
  const found: Float64Array[] = [];
  const results = [0, 1].map(() => {
    let vector = Float64Array.from({ length: size }, (_, k) => 1 + ((k * 7) % 11) / 11);
    let value = 0;
    for (let round = 0; round < ROUNDS; round++) {
      for (const other of found) {
        const share = dot(vector, other);
        vector = vector.map((entry, k) => entry - share * other[k]!);
      }
      const image = Float64Array.from(gram, (row) => row.reduce((sum, entry, k) => sum + entry * vector[k]!, 0));
      value = Math.hypot(...image);
      if (value < 1e-9) break;
      vector = image.map((entry) => entry / value);
    }
    found.push(vector);
    const axis = new Float64Array(count);
    for (const [k, column] of columns.entries()) {
      for (let i = 0; i < count; i++) axis[i]! += column[i]! * vector[k]!;
    }
    // C v has the length of its singular value; its square root puts the axis on the scale of the distances.
    const scale = value < 1e-9 ? 0 : Math.sqrt(Math.sqrt(count / size)) / Math.sqrt(Math.sqrt(value));
    return axis.map((entry) => entry * scale);
  });
  return results as [Float64Array, Float64Array];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
