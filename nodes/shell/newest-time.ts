/** The newest event time in a payload of any kind, e.g. telemetry; undefined: there is none. */
export function newestTimeMs(payload: unknown): number | undefined {
  let newest: number | undefined;
  for (const element of Array.isArray(payload) ? payload : [payload]) {
    const timeMs =
      typeof element === 'object' && element !== null ? (element as { timeMs?: unknown }).timeMs : undefined;
    if (typeof timeMs !== 'number' || !Number.isInteger(timeMs) || timeMs < 0 || timeMs > 8.64e15) continue;
    if (newest === undefined || timeMs > newest) newest = timeMs;
  }
  return newest;
}
