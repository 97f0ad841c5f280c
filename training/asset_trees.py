"""Gradient boosted trees of scikit-learn as one ONNX file."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from sklearn.ensemble import HistGradientBoostingClassifier

OPSET = 18
ML_OPSET = 3


def float32_below(values: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above each: a float32 input then goes the same way as in float64."""
    rounded = values.astype(np.float32)
    return np.where(rounded > values, np.nextafter(rounded, np.float32(-np.inf)), rounded).astype(np.float32)


def write_trees(
    model: HistGradientBoostingClassifier, trees: int, scale: float, shift: float, features: int, path: Path
) -> None:
    """
    `features` [batch, features], NaN where not known -> `probability` [batch]: sigmoid(scale * raw score + shift) of the
    first `trees` trees.
    """
    node: dict[str, list] = {name: [] for name in ("tree", "id", "feature", "value", "mode", "true", "false", "missing")}
    leaf: dict[str, list] = {name: [] for name in ("tree", "id", "target", "weight")}
    for tree, (predictor,) in enumerate(model._predictors[:trees]):
        thresholds = float32_below(predictor.nodes["num_threshold"])
        for index, one in enumerate(predictor.nodes):
            is_leaf = bool(one["is_leaf"])
            node["tree"].append(tree)
            node["id"].append(index)
            node["feature"].append(0 if is_leaf else int(one["feature_idx"]))
            node["value"].append(0.0 if is_leaf else float(thresholds[index]))
            node["mode"].append("LEAF" if is_leaf else "BRANCH_LEQ")
            node["true"].append(0 if is_leaf else int(one["left"]))
            node["false"].append(0 if is_leaf else int(one["right"]))
            node["missing"].append(0 if is_leaf else int(one["missing_go_to_left"]))
            if is_leaf:
                leaf["tree"].append(tree)
                leaf["id"].append(index)
                leaf["target"].append(0)
                leaf["weight"].append(scale * float(one["value"]))
    base = scale * float(np.ravel(model._baseline_prediction)[0]) + shift
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["score"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[base],
        aggregate_function="SUM",
        post_transform="NONE",
        nodes_treeids=node["tree"],
        nodes_nodeids=node["id"],
        nodes_featureids=node["feature"],
        nodes_values=node["value"],
        nodes_modes=node["mode"],
        nodes_truenodeids=node["true"],
        nodes_falsenodeids=node["false"],
        nodes_missing_value_tracks_true=node["missing"],
        target_treeids=leaf["tree"],
        target_nodeids=leaf["id"],
        target_ids=leaf["target"],
        target_weights=leaf["weight"],
    )
    sigmoid = helper.make_node("Sigmoid", ["score"], ["column"])
    squeeze = helper.make_node("Squeeze", ["column", "second"], ["probability"])
    graph = helper.make_graph(
        [ensemble, sigmoid, squeeze],
        "asset-failure",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", features])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["batch"])],
        [helper.make_tensor("second", TensorProto.INT64, [1], [1])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    written = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="gridloom")
    onnx.checker.check_model(written, full_check=True)
    onnx.save(written, path)
