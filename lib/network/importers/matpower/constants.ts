/** What MATPOWER's functions of constants give back, in their order (MATPOWER User's Manual, appendix B). */
export const CONSTANT_LISTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['idx_bus', [1, 2, 3, 4, ...count(1, 17)]],
  ['idx_brch', [...count(1, 11), 14, 15, 16, 17, 18, 19, 12, 13, 20, 21]],
  ['idx_gen', [...count(1, 10), 22, 23, 24, 25, ...count(11, 21)]],
]);

const NAMES: ReadonlyMap<string, string> = new Map([
  ['idx_bus', 'PQ PV REF NONE BUS_I BUS_TYPE PD QD GS BS BUS_AREA VM VA BASE_KV ZONE VMAX VMIN'],
  ['idx_brch', 'F_BUS T_BUS BR_R BR_X BR_B RATE_A RATE_B RATE_C TAP SHIFT BR_STATUS'],
  ['idx_gen', 'GEN_BUS PG QG QMAX QMIN VG MBASE GEN_STATUS PMAX PMIN'],
]);

/** What `define_constants` defines, as far as a network needs it. */
export const NAMED_CONSTANTS: readonly (readonly [string, number])[] = [...NAMES].flatMap(([list, names]) =>
  names.split(' ').map((name, at) => [name, CONSTANT_LISTS.get(list)![at]!] as const),
);

function count(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
