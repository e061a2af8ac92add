"""Every refusal there is, reached by an act of a person; none of them changes anything."""

import inspect
import re
from pathlib import Path

import pytest

import inspection
from inspection.errors import CODES, InspectionError, Refusal
from tests.inspection.conftest import At
from tests.inspection.refused_acts import REFUSED
from tests.inspection.tables import everything, published

PACKAGE = Path(inspect.getfile(inspection)).parent


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_a_refusal_changes_nothing(at: At, code: str) -> None:
    stage, prepare = REFUSED[code]
    hall = at(stage)
    act = prepare(hall)
    before, files, state = everything(hall), published(hall), hall.state
    with pytest.raises(Refusal) as refused:
        hall.do(act)
    assert refused.value.code == code
    assert str(refused.value)
    assert everything(hall) == before
    assert published(hall) == files
    assert hall.state == state


def test_every_code_is_reached_by_an_act() -> None:
    assert set(REFUSED) == set(CODES)


def test_every_code_is_raised_somewhere() -> None:
    source = "".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))
    raised = set(re.findall(r'Refusal\(\s*"([a-z_]+)"', source))
    assert raised == set(CODES)


def test_a_code_outside_the_list_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        Refusal("no_such_code")


def test_a_refusal_is_an_error_of_this_package() -> None:
    assert issubclass(Refusal, InspectionError)
    assert Refusal("no_campaign").values == {}
