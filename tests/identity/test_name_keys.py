"""A name is found however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.domains.identity.rules.name_keys import name_keys

SAME = [
    ("محمد", "Mohamed", "Mohammed", "Muhammad", "MOHAMED", "مُحَمَّد"),
    ("عبد القادر", "Abdelkader", "Abd El Kader", "Abdel Kader", "Abd-el-Kader", "عبدالقادر", "Abdulkader"),
    ("عبد الله", "Abdallah", "Abdullah"),
    ("عبد العزيز", "Abdelaziz", "Abd El Aziz"),
    ("بوزيد", "Bouzid", "Bou Zid", "بو زيد"),
    ("يوسف", "Youcef", "Yousef", "Youssef", "Yusuf"),
    ("خديجة", "Khadidja", "Khedidja", "Khadija"),
    ("بن علي", "Benali", "Ben Ali", "بنعلي"),
    ("بلقاسم", "Belkacem", "Belgacem", "Belkassem"),
    ("شريف", "Cherif", "Sharif", "Chérif", "الشريف"),
    ("قاسم", "ڨاسم", "Kacem", "Gacem", "Qasem", "Kassem"),
    ("نور الدين", "Noureddine", "Nour Eddine", "Nour-Eddine"),
    ("فاطمة", "Fatma", "Fatima", "Fatimah", "فاطمه"),
    ("علي", "Ali", "علـي"),
    ("عمر", "Omar", "Amar"),
    ("عيسى", "Aïssa", "Aissa", "Issa"),
    ("جمال", "Djamel", "Jamal"),
    ("ياسين", "Yacine", "Yassine"),
    ("غنية", "Ghania"),
    ("وهيبة", "Ouahiba", "Wahiba"),
    ("زهرة", "Zohra", "Zahra"),
]
OTHERS = [
    ("محمد", "أحمد"),
    ("Salem", "Samir"),
    ("Kacem", "Karim"),
    ("Fatma", "Fatna"),
    ("Bouzid", "Bouzidi Kamel"),
    ("Rachid", "Rabah"),
    ("Khadidja", "Karima"),
    ("Ali", "Lila"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[1])
def test_spellings_of_one_name_meet(spellings: tuple[str, ...]) -> None:
    assert {one: name_keys(one) for one in spellings} == dict.fromkeys(spellings, name_keys(spellings[0]))
    assert len(name_keys(spellings[0])) == 1


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_names_do_not(one: str, other: str) -> None:
    assert name_keys(one) != name_keys(other)


def test_each_word_has_a_key() -> None:
    assert name_keys("Salem Bouzid") == name_keys("Bouzid") | name_keys("سالم")
    assert name_keys("", "  ", "123 ..") == frozenset()


@given(some.text(max_size=60))
def test_whatever_is_typed_has_keys_of_few_letters(text: str) -> None:
    assert all(key and set(key) <= set("'bcdfghjklmnrstwxyz") for key in name_keys(text))
    assert name_keys(text) == name_keys(f"  {text}  ")
