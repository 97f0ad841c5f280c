export interface FaultMetrics {
  [k: string]: unknown;
}
export function faultCard(m: FaultMetrics, d: unknown, o: unknown): string {
  return JSON.stringify([m, d, o], null, 1);
}
