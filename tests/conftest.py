"""What several tests share: the sample cases, and the switch that rewrites the golden letters."""

import sys

import pytest

from tests.samples import sample as load_sample


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-letters",
        action="store_true",
        help="Write tests/letters/*.txt afresh from what the letters say now; then read the diff.",
    )


@pytest.fixture(autouse=True)
def _settings_of_nobody(tmp_path_factory, monkeypatch):
    """Keep the settings of whoever runs the tests out of them, and the tests out of those."""
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("RECORD_RIGHTS_CONFIG", str(folder / "settings.toml"))


@pytest.fixture
def sample():
    """Return a function that gives a sample case by its name."""
    return load_sample


@pytest.fixture
def untraced():
    """Measure no coverage of a test that goes through very many cases: that would take four times as long."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
