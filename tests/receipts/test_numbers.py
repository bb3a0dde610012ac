import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.receipts.rules import (
    number_from,
    receipt_number,
    same_secret,
    secret_from,
    tracking_secret,
    valid_number,
)

NUMBER = receipt_number("CB", "49", 2026, 4131)
prefixes = st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=2, max_size=2)
numbers = st.builds(
    receipt_number,
    prefixes,
    st.integers(0, 99).map("{:02d}".format),
    st.integers(2000, 9999),
    st.integers(1, 10**12 - 1),
)


def test_a_number_says_body_wilaya_year_and_serial() -> None:
    assert NUMBER.startswith("CB-49-2026-004131-")
    assert len(NUMBER) == len("CB-49-2026-004131-27")


def test_the_check_digits_follow_iso_7064_mod_97_10() -> None:
    """The standard's rule, written out: letters become 10 to 35 and the whole leaves 1 modulo 97."""
    spelled = "".join(str(string.digits.find(c) if c.isdigit() else ord(c) - 55) for c in NUMBER.replace("-", ""))
    assert int(spelled) % 97 == 1


def test_a_serial_past_a_million_keeps_all_its_digits() -> None:
    number = receipt_number("FN", "16", 2031, 12_345_678)
    assert number.startswith("FN-16-2031-12345678-")
    assert valid_number(number)


@given(numbers)
def test_every_number_made_is_valid_and_reads_as_itself(number: str) -> None:
    assert number_from(number) == number


@given(numbers, st.data())
def test_one_wrong_character_is_found(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(number) if c.isdigit()]))
    other = data.draw(st.sampled_from([d for d in string.digits if d != number[place]]))
    assert not valid_number(number[:place] + other + number[place + 1 :])


@given(numbers, st.data())
def test_two_swapped_neighbours_are_found(number: str, data: st.DataObject) -> None:
    bare = number.replace("-", "")
    place = data.draw(st.sampled_from(range(2, len(bare) - 1)))
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert valid_number(swapped) == (swapped == bare)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER.replace("-", ""),
        NUMBER.lower(),
        NUMBER.replace("-", " "),
        NUMBER.replace("-", "–"),
        NUMBER.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        NUMBER.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        NUMBER.replace("0", "O").replace("1", "l"),
        NUMBER.replace("CB", "C8"),
        f"\u2066{NUMBER}\u2069\n",
    ],
)
def test_what_people_type_is_read_as_the_number_they_meant(typed: str) -> None:
    assert number_from(typed) == NUMBER


@pytest.mark.parametrize(
    "typed", ["", "CB", "CB-49-2026", NUMBER + "1", "49-2026-004131-27", "<script>", NUMBER[:-2] + "00", "CB" * 4000]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert number_from(typed) is None


@pytest.mark.parametrize(
    ("prefix", "wilaya", "year", "serial"),
    [
        ("C", "49", 2026, 1),
        ("CI", "49", 2026, 1),
        ("cb", "49", 2026, 1),
        ("CB", "4", 2026, 1),
        ("CB", "٤٩", 2026, 1),
        ("CB", "49", 26, 1),
        ("CB", "49", 2026, 0),
        ("CB", "49", 2026, 10**12),
    ],
)
def test_a_number_is_not_made_of_wrong_parts(prefix: str, wilaya: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match=r"prefix|wilaya|range"):
        receipt_number(prefix, wilaya, year, serial)


def test_the_tracking_secret_depends_on_key_number_and_digest() -> None:
    secret = tracking_secret(b"k" * 32, NUMBER, b"d" * 32)
    assert secret == tracking_secret(b"k" * 32, NUMBER, b"d" * 32)
    assert len(secret) == 16
    assert set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    others = {
        tracking_secret(b"j" * 32, NUMBER, b"d" * 32),
        tracking_secret(b"k" * 32, receipt_number("CB", "49", 2026, 4132), b"d" * 32),
        tracking_secret(b"k" * 32, NUMBER, b"e" * 32),
    }
    assert secret not in others
    assert len(others) == 3


def test_a_secret_is_read_as_people_type_it() -> None:
    assert secret_from(" abcd-efgh ٢٣45-io b0 ") == "ABCDEFGH2345IOBO"
    assert same_secret("ABCDEFGH2345IOBO", "abcd efgh 2345 108o".replace("8", "b"))
    assert not same_secret("ABCDEFGH2345IOBO", "ABCDEFGH2345IOBA")
    assert not same_secret("ABCDEFGH2345IOBO", "é" * 16)
