"""What `make verify` says of what was skipped: a count alone would hide a missing Node."""

from course.say import console
from tools import verify

TESTS = """
import pytest

@pytest.fixture(scope="module")
def express():
    pytest.skip("No Express: Node is not installed.")

def test_a(express): pass
def test_b(express): pass

@pytest.mark.skipif(True, reason="no browser: none")
def test_c(): pass

def test_d(): pass
"""


def test_each_reason_is_said_once(tmp_path):
    """With how often it was given."""
    file = tmp_path / "test_skips.py"
    file.write_text(TESTS)
    done = verify.pytest(str(file), "--rootdir", str(tmp_path))
    with console.capture() as capture:
        verify.report(done, 1.0)
    first, *reasons = capture.get().splitlines()
    assert first.startswith("  ok after 1.0 s. 1 passed, 3 skipped")
    assert sorted(reasons) == [
        "  1 skipped: no browser: none",
        "  2 skipped: No Express: Node is not installed.",
    ]
