"""Finding a product type by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.type_search import find
from inspection.lists import ProductType
from inspection.queries import Offer

NAMES = {
    "A01": ("童车", "Baby carriages"),
    "A02": ("儿童及婴幼儿服装", "Children's and infants' clothing"),
    "B01": ("电冰箱", "Refrigerators"),
    "B02": ("电动自行车", "Electric bicycles"),
}
OFFERS = tuple(
    Offer(ProductType(code, zh, en, "大类", "Class", 3), taken=False)
    for code, (zh, en) in NAMES.items()
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("童车", ["A01"]),
        ("车", ["A01", "B02"]),
        ("tongche", ["A01"]),
        ("Tong Che", ["A01"]),
        ("tc", ["A01"]),
        ("che", ["A01", "B02"]),
        ("dian", ["B01", "B02"]),
        ("dbx", ["B01"]),
        ("b0", ["B01", "B02"]),
        ("A02", ["A02"]),
        ("bicycle", ["B02"]),
        ("xyz", []),
        ("  ", []),
    ],
)
def test_what_is_found(text: str, codes: list[str]) -> None:
    assert [offer.type.code for offer in find(OFFERS, text)] == codes


@given(st.sampled_from(OFFERS), st.data())
def test_every_piece_of_a_name_finds_it(offer: Offer, data: st.DataObject) -> None:
    name = offer.type.name
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert offer in find(OFFERS, name[start:end])


@given(st.text(max_size=30))
def test_anything_may_be_typed(text: str) -> None:
    assert set(find(OFFERS, text)) <= set(OFFERS)
