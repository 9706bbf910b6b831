"""The encoder in whole numbers: weights of eight bits per channel, and activations within ranges that are fixed beforehand.

Ranges taken from whatever is read together, the usual way for a transformer, would make the vector of a text depend on its neighbours.
Here each range is the one that loses least on texts of the training voices, so that, but for rounding, a text has one vector wherever
it is read. Weights use a reduced range, for processors that would overflow without saying so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

Array = npt.NDArray[np.float32]
RUNTIME = "com.microsoft"  # the domain of its own steps
TOGETHER = 32  # texts
ONE_IN = 10  # tokens, by which ranges are chosen
CUTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)  # of the farthest value on each side
STEPS = 255


def quantise(plain: Path, ids: Sequence[Sequence[int]], path: Path) -> None:
    """Write the ONNX encoder in `plain` to `path` as int8; `ids` are the token ids of typical texts.

    Raises ValueError where the graph is not as this file expects it.
    """
    with tempfile.TemporaryDirectory() as place:
        ready, moving = Path(place) / "ready.onnx", Path(place) / "moving.onnx"
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(moving), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        model = onnx.load(str(moving))
        measured = [node.input[0] for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
        _fix(model, {name: _range(values) for name, values in _values(ready, measured, ids).items()})
    _join(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _values(path: Path, names: Sequence[str], ids: Sequence[Sequence[int]]) -> dict[str, Array]:
    """What some tensors of the model hold at one in so many tokens, all in one row each."""
    model = onnx.load(str(path))
    model.graph.output.extend([helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names])
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, list[Array]] = {name: [] for name in names}
    for rows, there in _padded(ids):
        for name, value in zip(names, session.run(list(names), {"ids": rows, "mask": there}), strict=True):
            found[name].append(value[there.astype(bool)][::ONE_IN].ravel())
    return {name: np.concatenate(values) for name, values in found.items()}


def _padded(ids: Sequence[Sequence[int]]) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    ordered = sorted(ids, key=len)
    for start in range(0, len(ordered), TOGETHER):
        group = ordered[start : start + TOGETHER]
        rows, there = (np.zeros((len(group), len(group[-1])), np.int64) for _ in range(2))
        for place, row in enumerate(group):
            rows[place, : len(row)], there[place, : len(row)] = row, 1
        yield rows, there


def _range(values: Array) -> tuple[np.float32, np.uint8]:
    """The scale and zero point with the smallest mean square error; what lies beyond the range is held at its end."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    best = (np.inf, np.float32(1.0), np.uint8(0))
    for below in CUTS:
        for above in CUTS:
            scale = max((high * above - low * below) / STEPS, 1e-9)
            zero = np.round(-low * below / scale)
            lost = float(np.square((np.clip(np.round(values / scale) + zero, 0, STEPS) - zero) * scale - values).mean())
            best = min(best, (lost, np.float32(scale), np.uint8(zero)))
    return best[1:]


def _fix(model: onnx.ModelProto, ranges: dict[str, tuple[np.float32, np.uint8]]) -> None:
    """Each range that was to be measured as one reads becomes a fixed one, under the same names."""
    for node in model.graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            named = list(node.output[1:])
            numbers = zip(ranges[node.input[0]], named, strict=True)
            model.graph.initializer.extend([numpy_helper.from_array(np.array(number), name) for number, name in numbers])
            node.op_type = "QuantizeLinear"
            node.input.extend(named)
            del node.output[1:]


def _join(model: onnx.ModelProto) -> None:
    """A product, its cast, its scale and its bias become the one step that the runtime has for them, which is faster."""
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    kept = {id(node): [node] for node in graph.node}
    for product in graph.node:
        if product.op_type == "MatMulInteger":
            cast = _only_use(graph, product, "Cast")
            scaled = _only_use(graph, cast, "Mul")
            scales = made_by[_other(scaled, cast)]
            added = _only_use(graph, scaled, "Add")
            values, weights, values_zero, weights_zero = product.input
            inputs = [values, weights, *scales.input, values_zero, weights_zero, _other(added, scaled)]
            joined = helper.make_node("MatMulIntegerToFloat", inputs, added.output, product.name, domain=RUNTIME)
            kept |= {id(node): [] for node in (product, cast, scaled, scales)} | {id(added): [joined]}
    nodes = [now for node in graph.node for now in kept[id(node)]]
    del graph.node[:]
    graph.node.extend(nodes)
    if RUNTIME not in {one.domain for one in model.opset_import}:
        model.opset_import.append(helper.make_opsetid(RUNTIME, 1))


def _only_use(graph: onnx.GraphProto, node: onnx.NodeProto, kind: str) -> onnx.NodeProto:
    """The one node that takes what this one gives, which must be of this kind."""
    found = [one for one in graph.node if node.output[0] in one.input]
    if [one.op_type for one in found] != [kind]:
        raise ValueError(f"{node.name}: expected one {kind} after it, found {[one.op_type for one in found]}")
    return found[0]


def _other(node: onnx.NodeProto, known: onnx.NodeProto) -> str:
    """The input of a node with two inputs that is not made by the known one."""
    (name,) = (name for name in node.input if name not in known.output)
    return str(name)
