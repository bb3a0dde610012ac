"""A sealed value opens in its own place only, with a key that is still there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.refusal import Refusal
from backend.storage.keys import KeyFolder
from backend.storage.sealing import OVERHEAD, Sealer

PLACE = {"table": "dossier", "column": "answers", "row": "65f0"}
PLAIN = "توقّف بسبب سوء الأحوال الجوية".encode()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    return KeyFolder.create(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def sealer(keys: KeyFolder) -> Sealer:
    return Sealer(keys)


def test_what_is_sealed_opens_and_says_nothing_before(sealer: Sealer) -> None:
    sealed = sealer.seal(PLAIN, **PLACE)
    assert sealer.open(sealed, **PLACE) == PLAIN
    assert PLAIN[:8] not in sealed
    assert len(sealed) == len(PLAIN) + OVERHEAD


def test_equal_values_are_sealed_differently(sealer: Sealer) -> None:
    assert sealer.seal(PLAIN, **PLACE) != sealer.seal(PLAIN, **PLACE)


@pytest.mark.parametrize("moved", [{"table": "envelope"}, {"column": "note"}, {"row": "65f1"}])
def test_a_value_moved_to_another_place_is_refused(sealer: Sealer, moved: dict[str, str]) -> None:
    sealed = sealer.seal(PLAIN, **PLACE)
    with pytest.raises(Refusal, match=r"sealed\.altered"):
        sealer.open(sealed, **PLACE | moved)


@given(data=st.data())
def test_a_changed_bit_anywhere_is_refused(sealer: Sealer, data: st.DataObject) -> None:
    sealed = bytearray(sealer.seal(PLAIN, **PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Refusal, match=r"sealed\.(altered|unknown_key)"):
        sealer.open(bytes(sealed), **PLACE)


@given(cut=st.integers(0, OVERHEAD + len(PLAIN) - 1))
def test_a_cut_value_is_refused(sealer: Sealer, cut: int) -> None:
    with pytest.raises(Refusal, match=r"sealed\.altered"):
        sealer.open(sealer.seal(PLAIN, **PLACE)[:cut], **PLACE)


def test_a_rotated_key_goes_on_opening(tmp_path: Path) -> None:
    keys = KeyFolder.create(tmp_path)
    old = Sealer(keys).seal(PLAIN, **PLACE)
    keys.rotate("column")
    sealer = Sealer(keys)
    assert sealer.open(old, **PLACE) == PLAIN
    assert sealer.seal(PLAIN, **PLACE)[1:7].hex() == keys.current("column").kid


def test_a_value_of_another_key_folder_is_refused(sealer: Sealer, tmp_path: Path) -> None:
    elsewhere = KeyFolder.create(tmp_path)
    elsewhere.rotate("column")
    with pytest.raises(Refusal, match=r"sealed\.unknown_key"):
        sealer.open(Sealer(elsewhere).seal(PLAIN, **PLACE), **PLACE)


def test_a_blind_value_is_found_again_for_its_purpose_only(keys: KeyFolder, sealer: Sealer) -> None:
    assert sealer.blind("790101234567", purpose="nss") == Sealer(keys).blind("790101234567", purpose="nss")
    assert sealer.blind("790101234567", purpose="nss") != sealer.blind("790101234567", purpose="nin")
