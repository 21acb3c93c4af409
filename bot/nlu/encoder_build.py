"""Rebuilds a RoFormer sentence encoder as a small int8 graph.

The published graph carries 1,077 operators (masks for another task, shape arithmetic). Its
weights are read and put into a graph of 20 operators a layer: fused query, key and value,
rotary tables as inputs, int8 matrix products with one scale per output column, int8
embeddings with one scale per row. The result is about a quarter of the size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.onnx_file import Array, GraphWriter, OnnxFileError, read_initializers

Floats = npt.NDArray[np.float32]
_MS = "com.microsoft"
_EPSILON = 1e-12


@dataclass(frozen=True)
class Shape:
    """Sizes of the network, read from its weights."""

    layers: int
    width: int
    heads: int
    head: int


class _Weights:
    """Named access to the float weights of the published file."""

    def __init__(self, initializers: dict[str, Array]) -> None:
        self._arrays = initializers

    def get(self, name: str) -> Floats:
        array = self._arrays.get(name)
        if array is None:
            raise OnnxFileError(f"weight {name!r} is missing: not a RoFormer-Sim export")
        return np.asarray(array, dtype=np.float32)

    def dense(self, layer: str, number: int) -> tuple[Floats, Floats]:
        name = f"{layer}/dense" + (f"_{number}" if number else "")
        return self.get(f"{name}/Tensordot/Reshape_1:0"), self.get(
            f"{name}/BiasAdd/ReadVariableOp:0"
        )

    def norm(self, name: str) -> tuple[Floats, Floats]:
        return self.get(f"{name}/mul/ReadVariableOp:0"), self.get(f"{name}/add_1/ReadVariableOp:0")

    def shape(self) -> Shape:
        layers = len(
            {
                n.split("/")[0]
                for n in self._arrays
                if n.endswith("FeedForward-Norm/mul/ReadVariableOp:0")
            }
        )
        width = self.get("Embedding-Token/embeddings:0").shape[1]
        head = 2 * self.get("Embedding-Rotary-Position/einsum/ExpandDims_2:0").size
        return Shape(layers, width, width // head, head)


def _halves(columns: Floats, shape: Shape) -> Floats:
    """Reorder the columns of each head from (even, odd) pairs to two halves.

    Rotation of pairs becomes rotation of halves, which needs no strided slices; dot products of
    queries and keys are unchanged because both are reordered alike.
    """
    order = np.concatenate([np.arange(0, shape.head, 2), np.arange(1, shape.head, 2)])
    index = np.concatenate([h * shape.head + order for h in range(shape.heads)])
    return columns[..., index]


class _Builder:
    def __init__(self, weights: _Weights) -> None:
        self.weights = weights
        self.shape = weights.shape()
        self.graph = GraphWriter()
        ints = {
            "split_heads": [0, self.shape.heads, self.shape.head],
            "join": [0, self.shape.width],
        }
        for name, values in ints.items():
            self.graph.weight(name, np.array(values, dtype=np.int64))

    def op(self, name: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        return self.graph.add(name, inputs, domain=domain, **attributes)[0]  # type: ignore[arg-type]

    def matmul(self, name: str, x: str, weight: Floats, bias: Floats) -> str:
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / 127.0
        quantised = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
        return self.op(
            "DynamicQuantizeMatMul",
            x,
            self.graph.weight(f"{name}.w", quantised),
            self.graph.weight(f"{name}.s", scale.astype(np.float32)),
            self.graph.weight(f"{name}.z", np.zeros(scale.shape, dtype=np.int8)),
            self.graph.weight(f"{name}.b", bias.astype(np.float32)),
            domain=_MS,
        )

    def norm(self, x: str, source: str) -> str:
        gain, offset = self.weights.norm(source)
        return self.op(
            "LayerNormalization",
            x,
            self.graph.weight(f"{source}.g", gain),
            self.graph.weight(f"{source}.o", offset),
            epsilon=_EPSILON,
        )

    def embed(self) -> str:
        table = self.weights.get("Embedding-Token/embeddings:0")
        table = table + self.weights.get("Embedding-Segment/embeddings:0")[0]
        scale = np.abs(table).max(axis=1, keepdims=True) / 127.0
        rows = self.graph.weight("embedding", np.rint(table / scale).astype(np.int8))
        scales = self.graph.weight("embedding.s", scale.astype(np.float32))
        row = self.op("Cast", self.op("Gather", rows, "ids", axis=0), to=1)
        x = self.op("Mul", row, self.op("Gather", scales, "ids", axis=0))
        return self.norm(x, "Embedding-Norm")

    def rotate(self, x: str) -> str:
        heads = self.op("Transpose", self.op("Reshape", x, "split_heads"), perm=[1, 0, 2])
        left, right = self.graph.add("Split", [heads], outputs=2, axis=2)
        turned = self.op("Concat", self.op("Neg", right), left, axis=2)
        return self.op("Add", self.op("Mul", heads, "cos"), self.op("Mul", turned, "sin"))

    def attend(self, x: str, layer: int) -> str:
        base, first = f"Transformer-{layer}-MultiHeadSelfAttention", 6 * layer
        (wq, bq), (wk, bk), (wv, bv), (wo, bo) = (
            self.weights.dense(base, first + i) for i in range(4)
        )
        scale = np.float32(self.shape.head**-0.5)
        weight = np.concatenate(
            [_halves(wq, self.shape) * scale, _halves(wk, self.shape), wv], axis=1
        )
        bias = np.concatenate([_halves(bq, self.shape) * scale, _halves(bk, self.shape), bv])
        qkv = self.matmul(f"{layer}.qkv", x, weight, bias)
        query, key, value = self.graph.add("Split", [qkv], outputs=3, axis=1)
        turned_key = self.op("Transpose", self.rotate(key), perm=[0, 2, 1])
        weights = self.op("Softmax", self.op("MatMul", self.rotate(query), turned_key), axis=-1)
        values = self.op("Transpose", self.op("Reshape", value, "split_heads"), perm=[1, 0, 2])
        mixed = self.op("Transpose", self.op("MatMul", weights, values), perm=[1, 0, 2])
        out = self.matmul(f"{layer}.out", self.op("Reshape", mixed, "join"), wo, bo)
        return self.norm(self.op("Add", x, out), f"{base}-Norm")

    def feed_forward(self, x: str, layer: int) -> str:
        base, first = f"Transformer-{layer}-FeedForward", 6 * layer + 4
        up, down = self.weights.dense(base, first), self.weights.dense(base, first + 1)
        hidden = self.op("Gelu", self.matmul(f"{layer}.up", x, *up), domain=_MS)
        return self.norm(
            self.op("Add", x, self.matmul(f"{layer}.down", hidden, *down)), f"{base}-Norm"
        )

    def build(self) -> bytes:
        x = self.embed()
        for layer in range(self.shape.layers):
            x = self.feed_forward(self.attend(x, layer), layer)
        first = self.op(
            "Gather", x, self.graph.weight("zero", np.array([0], dtype=np.int64)), axis=0
        )
        out = self.op(
            "Gemm",
            first,
            self.graph.weight("pool.w", self.weights.get("Pooler-Dense/MatMul/ReadVariableOp:0")),
            self.graph.weight("pool.b", self.weights.get("Pooler-Dense/BiasAdd/ReadVariableOp:0")),
        )
        mean = self.op("ReduceMean", x, axes=[0], keepdims=1)
        both = self.op("Concat", out, mean, axis=1)
        table: tuple[int | str, ...] = ("n", self.shape.head)
        return self.graph.serialise(
            {"ids": (np.int64, ("n",)), "cos": (np.float32, table), "sin": (np.float32, table)},
            (both, (1, 2 * self.shape.width)),
        )


def build_int8(source: bytes) -> tuple[bytes, Shape]:
    """The int8 graph for the weights in `source`; raises OnnxFileError for another network."""
    builder = _Builder(_Weights(read_initializers(source)))
    return builder.build(), builder.shape


def rotary_tables(length: int, head: int) -> tuple[Floats, Floats]:
    """Cosine and sine tables [length, head] for two rotated halves."""
    frequency = 10000.0 ** (-np.arange(head // 2) * 2.0 / head)
    angle = np.arange(length)[:, None] * frequency[None, :]
    both = np.concatenate([angle, angle], axis=1)
    return np.cos(both).astype(np.float32), np.sin(both).astype(np.float32)
