import assert from 'node:assert/strict';
import { faultOf, fileOf, importJson, near, told } from './files';

type Table = Record<string, unknown>[];

/** A table as pandapower saves it: a frame in split orientation, as a text. */
function frame(rows: Table) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const data = rows.map((row) => columns.map((column) => row[column] ?? null));
  const _object = JSON.stringify({ columns, index: rows.map((_, at) => at), data });
  return { _module: 'pandas.core.frame', _class: 'DataFrame', _object, orient: 'split' };
}

const TABLES: Record<string, Table> = {
  bus: [
    { name: 'HV', vn_kv: 110, in_service: true, geo: '{"coordinates": [8.5, 48.5], "type": "Point"}' },
    { name: 'MV', vn_kv: 20, in_service: true, geo: '{"coordinates": [8.6, 48.5], "type": "Point"}' },
    { name: 'C', vn_kv: 20, in_service: true, geo: '{"coordinates": [8.7, 48.5], "type": "Point"}' },
    { name: 'D', vn_kv: 20, in_service: true, geo: '{"coordinates": [8.8, 48.5], "type": "Point"}' },
  ],
  trafo: [
    {
      name: 'T',
      hv_bus: 0,
      lv_bus: 1,
      sn_mva: 25,
      vn_hv_kv: 110,
      vn_lv_kv: 20,
      vk_percent: 11.2,
      vkr_percent: 0.282,
      shift_degree: 150,
      tap_side: 'hv',
      tap_neutral: 0,
      tap_pos: -2,
      tap_step_percent: 1.5,
      parallel: 1,
      df: 1,
      in_service: true,
    },
  ],
  line: [
    {
      name: 'L0',
      from_bus: 1,
      to_bus: 2,
      length_km: 2,
      r_ohm_per_km: 0.161,
      x_ohm_per_km: 0.117,
      c_nf_per_km: 273,
      max_i_ka: 0.362,
      df: 1,
      parallel: 2,
      type: 'cs',
      in_service: true,
    },
    { name: 'L1', from_bus: 2, to_bus: 3, length_km: 1, std_type: 'mine', parallel: 1, in_service: true },
    {
      name: 'L2',
      from_bus: 1,
      to_bus: 3,
      length_km: 1,
      r_ohm_per_km: 0.1,
      x_ohm_per_km: 0.1,
      parallel: 1,
      in_service: true,
    },
  ],
  switch: [
    { bus: 1, element: 2, et: 'l', closed: false },
    { bus: 2, element: 1, et: 'l', closed: true },
    { bus: 2, element: 3, et: 'b', closed: false, z_ohm: 0 },
    { bus: 0, element: 0, et: 't', closed: true },
  ],
  ext_grid: [{ bus: 0, in_service: true }],
  load: [
    { bus: 2, p_mw: 0.25, scaling: 0.6, in_service: true },
    { bus: 2, p_mw: 1, scaling: 1, in_service: false },
  ],
  sgen: [{ bus: 3, p_mw: 0.1, scaling: 1, in_service: true }],
};

const net = (changes: Record<string, Table> = {}, extra: object = {}) => ({
  _module: 'pandapower.auxiliary',
  _class: 'pandapowerNet',
  _object: {
    ...Object.fromEntries(Object.entries({ ...TABLES, ...changes }).map(([name, rows]) => [name, frame(rows)])),
    sn_mva: 1,
    f_hz: 50,
    name: 'Town',
    std_types: { line: { mine: { r_ohm_per_km: 0.4, x_ohm_per_km: 0.8, max_i_ka: 0.1 } } },
    ...extra,
  },
});

describe('import of a pandapower net', () => {
  it('reads busbars, power and the reference', () => {
    const { network, findings } = importJson(net());
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ['zero-impedance', 'parallel-branches'],
    );
    assert.equal(network.name, 'Town');
    assert.deepEqual(network.nodes[2], {
      id: '2',
      label: 'C',
      x: 8.7,
      y: 48.5,
      nominalKv: 20,
      loadMw: 0.15,
      generationMw: 0,
    });
    assert.deepEqual(
      network.nodes.map(({ isReference = false, generationMw }) => [isReference, generationMw]),
      [
        [true, 0],
        [false, 0],
        [false, 0],
        [false, 0.1],
      ],
    );
  });

  it('adds up what external grids and generators of a busbar can feed in, where all of them say so', () => {
    const sources = {
      ext_grid: [
        { bus: 0, max_p_mw: 40, in_service: true },
        { bus: 0, max_p_mw: 99, in_service: false },
      ],
      gen: [
        { bus: 0, p_mw: 1, max_p_mw: 2, in_service: true },
        { bus: 1, p_mw: 1, max_p_mw: 3, in_service: true },
        { bus: 1, p_mw: 1, max_p_mw: null, in_service: true },
      ],
    };
    const { nodes } = importJson(net(sources)).network;
    assert.deepEqual(
      nodes.map(({ capacityMw }) => capacityMw),
      [42, undefined, undefined, undefined],
    );
  });

  it('computes lines per unit from their length, circuits and type', () => {
    const [first, second] = importJson(net()).network.branches;
    // 20² kV² / 1 MVA = 400 ohm
    near(first!.resistancePu, (0.161 * 2) / 2 / 400);
    near(first!.reactancePu, (0.117 * 2) / 2 / 400);
    near(first!.susceptancePu, 2 * Math.PI * 50 * 273e-9 * 2 * 2 * 400);
    near(first!.ratingMva!, Math.sqrt(3) * 20 * 0.362 * 2);
    near(second!.reactancePu, 0.8 / 400);
    near(second!.ratingMva!, Math.sqrt(3) * 2);
  });

  it('computes transformers as pandapower does, with the tap', () => {
    const transformer = importJson(net()).network.branches.find(({ kind }) => kind === 'transformer')!;
    near(transformer.resistancePu, 0.0001128);
    near(transformer.reactancePu, 0.004478579703432775);
    near(transformer.tapRatio, 0.97);
    near(transformer.shiftRad, (150 / 180) * Math.PI);
    assert.equal(transformer.ratingMva, 25);
    const tapped = (tap: object) =>
      importJson(net({ trafo: [{ ...TABLES.trafo![0], ...tap }] })).network.branches.find(
        ({ kind }) => kind === 'transformer',
      )!;
    // On the low side the same step lowers the ratio, and the impedance seen from the busbar falls with the square.
    near(tapped({ tap_side: 'lv' }).tapRatio, 1 / 0.97);
    near(tapped({ tap_side: 'lv' }).reactancePu, 0.004478579703432775 * 0.97 ** 2);
    near(tapped({ tap_changer_type: 'Ideal', tap_step_degree: 1.5 }).shiftRad, (147 / 180) * Math.PI);
    near(tapped({ tap_changer_type: 'Ideal', tap_step_degree: 1.5 }).tapRatio, 1);
    near(tapped({ vn_lv_kv: 21 }).tapRatio, 0.97 / 1.05);
  });

  it('reads reactive power, shunts, and what sources hold', () => {
    const { nodes } = importJson(
      net({
        load: [{ bus: 2, p_mw: 0.5, q_mvar: 0.2, scaling: 0.5, in_service: true }],
        sgen: [{ bus: 3, p_mw: 0.1, q_mvar: -0.05, scaling: 1, in_service: true }],
        shunt: [{ bus: 1, p_mw: 0.01, q_mvar: -0.4, step: 2, vn_kv: 10, in_service: true }],
        ext_grid: [{ bus: 0, vm_pu: 1.03, in_service: true }],
      }),
    ).network;
    // A capacitor for 10 kV at 20 kV: four times as much.
    assert.deepEqual(
      nodes.map(({ loadMvar, generationMvar, shuntMw, shuntMvar, voltagePu }) => [
        loadMvar,
        generationMvar,
        shuntMw,
        shuntMvar,
        voltagePu,
      ]),
      [
        [undefined, undefined, undefined, undefined, 1.03],
        [undefined, undefined, 0.08, 3.2, undefined],
        [0.1, undefined, undefined, undefined, undefined],
        [undefined, -0.05, undefined, undefined, undefined],
      ],
    );
  });

  it('opens what an open switch stands at', () => {
    const { branches } = importJson(net()).network;
    assert.deepEqual(
      branches.map(({ id, kind, inService }) => [id, kind, inService]),
      [
        ['line 0', 'cable', true],
        ['line 1', 'line', true],
        ['line 2', 'line', false],
        ['transformer 0', 'transformer', true],
        ['switch 2', 'switch', false],
      ],
    );
  });

  it('takes what stands at a busbar out of service out with it', () => {
    const bus = TABLES.bus!.map((row, at) => ({ ...row, in_service: at !== 2 }));
    const imported = importJson(net({ bus }));
    assert.equal(imported.network.nodes[2]!.loadMw, 0);
    assert.deepEqual(
      imported.network.branches.map(({ inService }) => inService),
      [false, false, false, true, false],
    );
    assert.ok(told(imported).includes('out-of-service @ net.json bus row 2'));
  });

  it('reports rows that name no busbar, and elements that are not read', () => {
    const imported = importJson(
      net({
        load: [{ bus: 99, p_mw: 1, in_service: true }],
        line: [{ from_bus: 1, to_bus: '__proto__', length_km: 1, x_ohm_per_km: 'much', in_service: true }],
        trafo3w: [{ hv_bus: 0, in_service: true }],
      }),
    );
    for (const place of [
      'unknown-node @ net.json load row 0',
      'unknown-node @ net.json line row 0',
      'not-a-number @ net.json line row 0',
      'not-read @ net.json trafo3w',
    ]) {
      assert.ok(told(imported).includes(place), place);
    }
  });

  it('names the table that is damaged', () => {
    const fault = (extra: object) => faultOf([fileOf('net.json', JSON.stringify(net({}, extra)))]);
    assert.equal(fault({ line: { _object: '{"columns": [' } }).place, 'net.json line');
    assert.match(fault({ bus: { _object: '{"columns": ["a"], "index": [0], "data": [[1, 2]]}' } }).problem, /split/);
    assert.match(fault({ load: 5 }).problem, /split/);
    assert.match(fault({ bus: frame([]) }).problem, /no node/);
    assert.match(fault({ sn_mva: 0 }).problem, /0 MVA/);
    assert.match(faultOf([fileOf('net.json', '{"_class": "pandapowerNet", "_object": "x"}')]).problem, /no tables/);
  });
});
