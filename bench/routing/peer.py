"""Power flows of a MATPOWER-like case on standard input: microseconds each with pandapower and lightsim2grid (Newton-Raphson)."""
import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def least(work, seconds):
    """The least time of one call, seconds."""
    work()
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main():
    case = json.load(sys.stdin)
    import pandapower as pp
    from pandapower.converter import from_ppc

    ppc = {"version": "2", "baseMVA": case["baseMva"]}
    ppc.update({name: np.array(case[name], dtype=float) for name in ("bus", "gen", "branch")})
    net = from_ppc(ppc, f_hz=50)
    answer = {}
    run = lambda: pp.runpp(net, tolerance_mva=1e-8, numba=True, init="flat")
    answer["pandapower"] = {"us": least(run, 3) * 1e6, "lossKw": float(net.res_line.pl_mw.sum() * 1000)}
    try:
        from lightsim2grid.gridmodel import init_from_pandapower as init
    except ImportError:
        from lightsim2grid.gridmodel import init
    grid = init(net)
    start = np.ones(len(net.bus), dtype=complex)
    voltages = grid.ac_pf(start, 20, 1e-10)
    if len(voltages):
        answer["lightsim2grid"] = {"us": least(lambda: grid.ac_pf(start, 20, 1e-10), 3) * 1e6}
    print(json.dumps(answer))


main()
