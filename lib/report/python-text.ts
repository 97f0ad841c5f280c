/** A number that Python holds as a float, so that 1 is written as 1.0. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

export type PythonValue = string | number | PythonFloat | PythonValue[] | { [key: string]: PythonValue };

/**
 * A finite float as Python's `repr` and pandas' `to_csv` write it: the shortest digits that give the same number back,
 * always with a point or an exponent, the exponent from 1e16 on and below 1e-4 with at least two digits.
 */
export function pythonFloat(value: number): string {
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (Object.is(value, -0)) return '-0.0';
  const digits = String(value);
  return digits.includes('.') ? digits : `${digits}.0`;
}

/**
 * A share 0–1 in percent as Python's `f"{100 * share:.1f}%"`: the exact binary value to one decimal, ties to even. The
 * only ties that a double can hold end in .25 and .75; `toFixed` takes the larger neighbour, which is wrong for .25.
 */
export function pythonPercent(share: number): string {
  const percent = 100 * share;
  const text = percent % 1 === 0.25 ? `${Math.floor(percent)}.2` : percent.toFixed(1);
  return `${text}%`;
}

/** A value as Python's `json.dump(value, file, indent=4)` writes it: only ASCII, no line break at the end. */
export function pythonJson(value: PythonValue, indent = ''): string {
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return String(value);
  if (value instanceof PythonFloat) return pythonFloat(value.value);
  const deeper = `${indent}    `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => pythonJson(item, deeper))
    : Object.entries(value).map(([key, item]) => `${pythonString(key)}: ${pythonJson(item, deeper)}`);
  const [open, close] = isList ? '[]' : '{}';
  return items.length === 0 ? `${open}${close}` : `${open}\n${deeper}${items.join(`,\n${deeper}`)}\n${indent}${close}`;
}

function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
