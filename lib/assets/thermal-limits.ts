/** In which loading of IEC 60076-7 temperatures are allowed; `beyond` in none. */
export type LoadingClass = 'normal' | 'long-emergency' | 'short-emergency' | 'beyond';

/** IEC 60076-7: top oil and hot spot in °C that each loading may reach, mildest first. */
export const TEMPERATURE_LIMITS = [
  { loading: 'normal', topOilC: 105, hotSpotC: 120, words: 'normal cyclic loading' },
  { loading: 'long-emergency', topOilC: 115, hotSpotC: 140, words: 'long-time emergency loading' },
  { loading: 'short-emergency', topOilC: 115, hotSpotC: 160, words: 'short-time emergency loading' },
] as const;

export interface LoadingVerdict {
  loading: LoadingClass;
  because: string;
}

/** The mildest loading whose limits hold both temperatures, and why not the one before. */
export function judgeTemperatures(topOilC: number, hotSpotC: number): LoadingVerdict {
  const fits = TEMPERATURE_LIMITS.findIndex((limit) => topOilC <= limit.topOilC && hotSpotC <= limit.hotSpotC);
  const loading = TEMPERATURE_LIMITS[fits]?.loading ?? 'beyond';
  const { words, ...limit } = TEMPERATURE_LIMITS[fits === -1 ? TEMPERATURE_LIMITS.length - 1 : Math.max(0, fits - 1)]!;
  const over: string[] = [];
  if (topOilC > limit.topOilC) over.push(`top oil ${degrees(topOilC)} above ${limit.topOilC} °C`);
  if (hotSpotC > limit.hotSpotC) over.push(`hot spot ${degrees(hotSpotC)} above ${limit.hotSpotC} °C`);
  if (over.length > 0) return { loading, because: `${over.join(' and ')}, the limit of ${words}` };
  const because = `top oil ${degrees(topOilC)} and hot spot ${degrees(hotSpotC)} within the limits of ${words}`;
  return { loading, because };
}

const degrees = (celsius: number) => `${celsius.toFixed(1)} °C`;
