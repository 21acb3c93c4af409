"""The little of the ONNX file format that is needed to read weights and write one graph.

ONNX files are protocol buffers. Reading initialisers and writing a model of a dozen operators
takes five message types, so the `onnx` package (which would only be used while training) is
not needed. Field numbers are those of the public `onnx.proto3`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]
Attribute: TypeAlias = "int | float | Sequence[int]"

_DTYPES = {1: np.float32, 2: np.uint8, 3: np.int8, 6: np.int32, 7: np.int64}
_CODES: dict[Any, int] = {np.dtype(dtype): code for code, dtype in _DTYPES.items()}
_IR_VERSION = 8


class OnnxFileError(ValueError):
    """A file is not an ONNX model that can be read; the message names what is missing."""


def _read_varint(data: memoryview, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        result |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if byte < 0x80:
            return result, at


def _read_fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _read_varint(data, at)
            yield number, value
            continue
        if wire == 2:
            size, at = _read_varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise OnnxFileError(f"wire type {wire} is not part of an ONNX file")
        yield number, data[at : at + size]
        at += size


def _sub_messages(data: memoryview, number: int) -> Iterator[memoryview]:
    for found, value in _read_fields(data):
        if found == number and isinstance(value, memoryview):
            yield value


def _read_tensor(data: memoryview) -> tuple[str, Array | None]:
    dims: list[int] = []
    name, code, raw = "", 0, memoryview(b"")
    for number, value in _read_fields(data):
        if number == 1 and isinstance(value, int):
            dims.append(value)
        elif number == 1 and isinstance(value, memoryview):
            at = 0
            while at < len(value):
                dim, at = _read_varint(value, at)
                dims.append(dim)
        elif number == 2 and isinstance(value, int):
            code = value
        elif number == 8 and isinstance(value, memoryview):
            name = bytes(value).decode()
        elif number == 9 and isinstance(value, memoryview):
            raw = value
    if code not in _DTYPES or not raw:
        return name, None
    return name, np.frombuffer(raw, dtype=_DTYPES[code]).reshape(dims)


def read_initializers(content: bytes) -> dict[str, Array]:
    """The named weight arrays of a serialised ONNX model; raises OnnxFileError."""
    try:
        graphs = list(_sub_messages(memoryview(content), 7))
        tensors = [_read_tensor(t) for graph in graphs for t in _sub_messages(graph, 5)]
    except IndexError as error:
        raise OnnxFileError("the file ends in the middle of a field; fetch it again") from error
    found = {name: array for name, array in tensors if array is not None}
    if not found:
        raise OnnxFileError("no weights found; this is not an ONNX model with initialisers")
    return found


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field_number: int, value: int) -> bytes:
    return _varint(field_number << 3) + _varint(value)


def _bytes(field_number: int, value: bytes) -> bytes:
    return _varint(field_number << 3 | 2) + _varint(len(value)) + value


def _text(field_number: int, value: str) -> bytes:
    return _bytes(field_number, value.encode())


def _tensor(name: str, array: Array) -> bytes:
    dims = b"".join(_number(1, d) for d in array.shape)
    code = _number(2, _CODES[array.dtype])
    return dims + code + _text(8, name) + _bytes(9, np.ascontiguousarray(array).tobytes())


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    if isinstance(value, float):
        packed = _varint(2 << 3 | 5) + struct.pack("<f", value)
        return _text(1, name) + packed + _number(20, 1)
    return _text(1, name) + b"".join(_number(8, v) for v in value) + _number(20, 7)


def _value_info(name: str, code: int, shape: Iterable[int | str]) -> bytes:
    dims = b"".join(_bytes(1, _number(1, d) if isinstance(d, int) else _text(2, d)) for d in shape)
    tensor_type = _number(1, code) + _bytes(2, dims)
    return _text(1, name) + _bytes(2, _bytes(1, tensor_type))


@dataclass
class GraphWriter:
    """Collects operators and weights of one graph and serialises them as an ONNX model."""

    nodes: list[bytes] = field(default_factory=list)
    weights: dict[str, Array] = field(default_factory=dict)
    _count: int = 0

    def weight(self, name: str, array: Array) -> str:
        self.weights[name] = array
        return name

    def add(
        self,
        op: str,
        inputs: Sequence[str],
        outputs: int = 1,
        domain: str = "",
        **attributes: Attribute,
    ) -> list[str]:
        """Append one operator and return the names of its outputs."""
        self._count += 1
        names = [f"{op}_{self._count}_{i}" for i in range(outputs)]
        self.nodes.append(
            b"".join(_text(1, i) for i in inputs)
            + b"".join(_text(2, o) for o in names)
            + _text(4, op)
            + b"".join(_bytes(5, _attribute(k, v)) for k, v in attributes.items())
            + (_text(7, domain) if domain else b"")
        )
        return names

    def serialise(
        self,
        inputs: dict[str, tuple[type, tuple[int | str, ...]]],
        output: tuple[str, tuple[int | str, ...]],
        opset: int = 17,
    ) -> bytes:
        """The whole model: `inputs` maps a name to dtype and shape; one float output."""
        graph = b"".join(_bytes(1, node) for node in self.nodes)
        graph += _text(2, "encoder")
        graph += b"".join(_bytes(5, _tensor(n, a)) for n, a in self.weights.items())
        for name, (dtype, shape) in inputs.items():
            graph += _bytes(11, _value_info(name, _CODES[np.dtype(dtype)], shape))
        graph += _bytes(12, _value_info(output[0], 1, output[1]))
        opsets = _bytes(8, _text(1, "") + _number(2, opset))
        opsets += _bytes(8, _text(1, "com.microsoft") + _number(2, 1))
        return _number(1, _IR_VERSION) + _bytes(7, graph) + opsets
