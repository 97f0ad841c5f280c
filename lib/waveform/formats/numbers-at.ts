/** Types of numbers in files, named as NumPy does: float, integer, unsigned; and how many bytes they take. */
export const NUMBER_BYTES = { f4: 4, f8: 8, i2: 2, i4: 4, u4: 4 } as const;
export type NumberType = keyof typeof NUMBER_BYTES;

/** `count` numbers of one type, from byte `from` on, `stride` bytes from one to the next. */
export function numbersAt(
  view: DataView,
  type: NumberType,
  { from, stride, count }: { from: number; stride: number; count: number },
  isLittle = true,
): Float64Array {
  const out = new Float64Array(count);
  // One loop a type: a loop that calls a function for each number takes five times as long.
  let at = from;
  if (type === 'f4') for (let i = 0; i < count; i++, at += stride) out[i] = view.getFloat32(at, isLittle);
  else if (type === 'f8') for (let i = 0; i < count; i++, at += stride) out[i] = view.getFloat64(at, isLittle);
  else if (type === 'i2') for (let i = 0; i < count; i++, at += stride) out[i] = view.getInt16(at, isLittle);
  else if (type === 'i4') for (let i = 0; i < count; i++, at += stride) out[i] = view.getInt32(at, isLittle);
  else for (let i = 0; i < count; i++, at += stride) out[i] = view.getUint32(at, isLittle);
  return out;
}
