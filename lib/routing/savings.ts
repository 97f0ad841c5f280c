export interface SavingsSettings {
  /** Mean over greatest load in a year, 0…1; the losses are those at greatest load. */
  loadFactor: number;
  /** Of energy, in any currency. */
  pricePerKwh: number;
}

export interface Savings {
  /** Mean over greatest losses. */
  lossFactor: number;
  beforeKwh: number;
  afterKwh: number;
  savedKwh: number;
  savedMoney: number;
}

const HOURS = 8760;

/**
 * Energy and money that losses at greatest load are in a year, with the loss factor 0.3·LF + 0.7·LF² (Buller and Woodrow,
 * Electrical World, 1928).
 */
export function yearlySavings(
  beforeKw: number,
  afterKw: number,
  { loadFactor, pricePerKwh }: SavingsSettings,
): Savings {
  const lossFactor = 0.3 * loadFactor + 0.7 * loadFactor ** 2;
  const [beforeKwh, afterKwh] = [beforeKw, afterKw].map((kw) => kw * lossFactor * HOURS) as [number, number];
  const savedKwh = beforeKwh - afterKwh;
  return { lossFactor, beforeKwh, afterKwh, savedKwh, savedMoney: savedKwh * pricePerKwh };
}
