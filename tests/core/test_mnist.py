"""MNIST's files, unpacked and damaged in the ways that disks and people damage them."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.core import mnist
from cnnstudio.core.mnist import MD5_SUMS, MnistError, ensure_unpacked, load_digits

TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with all four files, not to be changed."""
    return ensure_unpacked(tmp_path_factory.mktemp("mnist"))


@pytest.fixture
def root(unpacked: Path, tmp_path: Path) -> Path:
    """A root of the test's own, with the four files."""
    shutil.copytree(unpacked / "MNIST", tmp_path / "MNIST")
    return tmp_path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for `resources/mnist`, with whole files, for a test to damage."""
    folder = tmp_path / "shipped"
    shutil.copytree(mnist.resource_path("mnist"), folder)
    monkeypatch.setattr(mnist, "resource_path", lambda *parts: folder.joinpath(*parts[1:]))
    return folder


def raw(root: Path, name: str) -> Path:
    return root / "MNIST" / "raw" / name


def is_whole(root: Path, name: str) -> bool:
    return mnist._is_good(raw(root, name).read_bytes(), name)


def test_all_70_000_digits_are_there_with_their_labels(unpacked: Path) -> None:
    train, test = load_digits("train", unpacked), load_digits("test", unpacked)
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    # How often each class occurs, as published.
    per_class = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(train.labels).tolist() == per_class
    assert test.labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_pixels_are_bytes_with_black_paper_and_white_ink(unpacked: Path) -> None:
    images = load_digits("test", unpacked).images
    assert images.dtype == np.uint8
    assert (images[:, 0, 0] == 0).all()
    assert images.max() == 255


def test_torchvision_reads_the_same_digits_from_the_same_folder(unpacked: Path) -> None:
    datasets = pytest.importorskip("torchvision.datasets")
    theirs = datasets.MNIST(str(unpacked), train=False, download=False)
    ours = load_digits("test", unpacked)
    assert np.array_equal(theirs.data.numpy(), ours.images)
    assert np.array_equal(theirs.targets.numpy(), ours.labels)


def test_the_cache_is_unpacked_into_when_no_root_is_given() -> None:
    assert ensure_unpacked() == Path(os.environ["CNNSTUDIO_CACHE"])
    assert is_whole(Path(os.environ["CNNSTUDIO_CACHE"]), TEST_IMAGES)


@pytest.mark.parametrize("name", list(MD5_SUMS))
def test_one_altered_byte_is_repaired(root: Path, name: str) -> None:
    content = bytearray(raw(root, name).read_bytes())
    content[len(content) // 2] ^= 1
    raw(root, name).write_bytes(content)
    ensure_unpacked(root)
    assert is_whole(root, name)


@pytest.mark.parametrize("size", [0, 16, 1_000_000])
def test_a_truncated_file_is_repaired(root: Path, size: int) -> None:
    os.truncate(raw(root, TEST_IMAGES), size)
    ensure_unpacked(root)
    assert is_whole(root, TEST_IMAGES)


def test_a_missing_file_comes_back(root: Path) -> None:
    raw(root, TEST_LABELS).unlink()
    ensure_unpacked(root)
    assert is_whole(root, TEST_LABELS)


def test_load_digits_repairs_what_it_reads(root: Path) -> None:
    raw(root, TEST_LABELS).write_bytes(bytes(10_008))
    assert load_digits("test", root).labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_whole_files_are_left_alone(root: Path) -> None:
    before = {name: raw(root, name).stat() for name in MD5_SUMS}
    ensure_unpacked(root)
    after = {name: raw(root, name).stat() for name in MD5_SUMS}
    assert {n: (s.st_ino, s.st_mtime_ns) for n, s in before.items()} == {
        n: (s.st_ino, s.st_mtime_ns) for n, s in after.items()
    }


def test_a_damaged_shipped_file_is_not_asked_for_while_the_unpacked_one_is_whole(
    root: Path, shipped: Path
) -> None:
    (shipped / f"{TEST_IMAGES}.gz").write_bytes(b"")
    assert len(load_digits("test", root)) == 10_000


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not gzip at all", id="not-gzip"),
        pytest.param(gzip.compress(b"other digits"), id="other-bytes"),
        pytest.param(gzip.compress(bytes(5000))[:-4], id="cut-short"),
        pytest.param(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff", id="bad-deflate"),
    ],
)
def test_a_damaged_shipped_file_ends_in_a_sentence_that_names_it(
    tmp_path: Path, shipped: Path, content: bytes
) -> None:
    file = shipped / f"{TEST_IMAGES}.gz"
    file.write_bytes(content)
    with pytest.raises(MnistError) as caught:
        load_digits("test", tmp_path / "cache")
    assert caught.value.sentence.code == "mnist_damaged"
    assert str(file) in str(caught.value)
    assert not raw(tmp_path / "cache", TEST_IMAGES).exists()


def test_a_missing_shipped_file_ends_in_a_sentence_that_names_it(
    tmp_path: Path, shipped: Path
) -> None:
    file = shipped / f"{TEST_LABELS}.gz"
    file.unlink()
    with pytest.raises(MnistError) as caught:
        ensure_unpacked(tmp_path / "cache")
    assert caught.value.sentence.code == "mnist_missing"
    assert str(file) in str(caught.value)


def test_a_shipped_file_that_cannot_be_read_ends_in_a_sentence_that_names_it(
    tmp_path: Path, shipped: Path
) -> None:
    file = shipped / f"{TEST_LABELS}.gz"
    file.unlink()
    file.mkdir()  # unreadable for every user, root too
    with pytest.raises(MnistError, match="install CNN Studio again") as caught:
        load_digits("test", tmp_path / "cache")
    assert str(file) in str(caught.value)


def test_a_cache_that_cannot_be_written_ends_in_a_sentence_that_says_where(tmp_path: Path) -> None:
    (tmp_path / "MNIST").write_text("a file where a folder should be")
    with pytest.raises(MnistError) as caught:
        load_digits("test", tmp_path)
    assert caught.value.sentence.code == "mnist_not_written"
    assert str(raw(tmp_path, TEST_IMAGES)) in str(caught.value)
    assert "CNNSTUDIO_CACHE" in str(caught.value)


def test_a_failed_write_leaves_no_temporary_file(root: Path) -> None:
    raw(root, TEST_IMAGES).unlink()
    raw(root, TEST_IMAGES).mkdir()  # os.replace cannot put a file over a folder
    with pytest.raises(MnistError):
        ensure_unpacked(root)
    assert sorted(p.name for p in raw(root, "").iterdir()) == sorted(MD5_SUMS)


def test_processes_that_unpack_at_once_all_find_whole_files(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=ensure_unpacked, args=[tmp_path]) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert sorted(p.name for p in raw(tmp_path, "").iterdir()) == sorted(MD5_SUMS)
    assert all(is_whole(tmp_path, name) for name in MD5_SUMS)


def test_digits_cannot_be_changed_by_accident(unpacked: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        load_digits("test", unpacked).images[0, 0, 0] = 1
