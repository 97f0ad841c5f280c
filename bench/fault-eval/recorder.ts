/** Zero crossings of the sinc on each side: the filter's transition is about a tenth of the lower rate. */
const LOBES = 16;
/** Where the filter is down to half, of the lower rate: below its Nyquist frequency by the half of the transition. */
const CUTOFF = 0.45;

/**
 * What a recorder of another rate would have written of the same current: a windowed sinc (Hann) around every new sample,
 * which is its filter against aliasing. Not the product's resampling, which has to cope with what this leaves. Beyond the
 * ends the first and the last sample count as held. Above the old rate nothing is added: the band stays what it was.
 */
export function recordAt(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const ratio = fromHz / toHz;
  const cutoff = CUTOFF * Math.min(1, toHz / fromHz);
  const last = samples.length - 1;
  const out = new Float32Array(Math.floor(last / ratio) + 1);
  // Rates with a small common multiple meet few places between two samples.
  const kernels = new Map<number, Float64Array>();
  for (let n = 0; n < out.length; n++) {
    const before = Math.floor(n * ratio);
    const place = Number((n * ratio - before).toFixed(9));
    let kernel = kernels.get(place);
    if (!kernel) kernels.set(place, (kernel = kernelAt(place, cutoff)));
    const first = before - (kernel.length / 2 - 1);
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      sum += kernel[k]! * samples[Math.min(last, Math.max(0, first + k))]!;
    }
    out[n] = sum;
  }
  return out;
}

/** Weights of as many samples before a place as after it; they add up to 1. @param place between two samples, 0…1 */
function kernelAt(place: number, cutoff: number): Float64Array {
  const reach = LOBES / (2 * cutoff);
  const half = Math.ceil(reach) + 1;
  const kernel = Float64Array.from({ length: 2 * half }, (_, i) => {
    const distance = i - (half - 1) - place;
    if (Math.abs(distance) >= reach) return 0;
    return sinc(2 * cutoff * distance) * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  });
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  return kernel.map((weight) => weight / total);
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
