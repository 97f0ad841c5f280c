"""The stress bench's work in NetworkX and in C igraph: a line of JSON a request on standard input, one a reply.

    {"do": "hello"}                        replies "versions", by module, of those that are installed
    {"do": "load", "file": F, "nodes": N, "edges": M}    M pairs of int32, then M lengths as float64
    {"do": "betweenness", "with": "networkx" | "igraph", "weighted": W, "sources": K, "times": T, "out": F}
                                           K sources only (NetworkX); 0: all. F takes the values as float64

Every reply holds "seconds", wall-clock time of one time, the median, and "cpuSeconds", the mean.
"""

import importlib
import json
import statistics
import sys
from array import array
from time import perf_counter, process_time

modules = {}
for name in ("networkx", "igraph"):
    try:
        modules[name] = importlib.import_module(name)
    except ImportError:
        pass
graphs = {}


def load(file: str, nodes: int, edges: int) -> None:
    ends, lengths = array("i"), array("d")
    with open(file, "rb") as stream:
        ends.fromfile(stream, 2 * edges)
        lengths.fromfile(stream, edges)
    pairs = list(zip(ends[0::2], ends[1::2]))
    if "networkx" in modules:
        graph = modules["networkx"].Graph()
        graph.add_nodes_from(range(nodes))
        graph.add_weighted_edges_from((a, b, length) for (a, b), length in zip(pairs, lengths))
        graphs["networkx"] = graph
    if "igraph" in modules:
        graphs["igraph"] = modules["igraph"].Graph(n=nodes, edges=pairs, edge_attrs={"weight": list(lengths)})


def betweenness(arm: str, weighted: bool, sources: int) -> list[float]:
    weight = "weight" if weighted else None
    if arm == "igraph":
        return graphs[arm].betweenness(directed=False, weights=weight)
    some = {"k": sources, "seed": 1} if sources else {}
    found = modules[arm].betweenness_centrality(graphs[arm], normalized=False, weight=weight, **some)
    return [found[node] for node in range(len(found))]


for line in sys.stdin:
    request = json.loads(line)
    times, cpu, reply = [], process_time(), {}
    if request["do"] == "hello":
        reply["versions"] = {name: module.__version__ for name, module in modules.items()}
    elif request["do"] == "load":
        load(request["file"], request["nodes"], request["edges"])
    else:
        for _ in range(request["times"]):
            began = perf_counter()
            values = betweenness(request["with"], request["weighted"], request["sources"])
            times.append(perf_counter() - began)
        with open(request["out"], "wb") as stream:
            array("d", values).tofile(stream)
    reply["cpuSeconds"] = (process_time() - cpu) / max(1, len(times))
    reply["seconds"] = statistics.median(times) if times else 0
    print(json.dumps(reply), flush=True)
