"""One exchange between a browser and the lesson's page, as it is kept in the story."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Call:
    """One call of a store's method. error: what it raised, "" for nothing.

    before, after: the record as text, None where there was none, "" where nobody looked.
    asked: what the store was to keep. commands: what was sent to Redis meanwhile, each with
    its words, the reply and the time it took in milliseconds.
    """

    verb: str
    session_id: str
    before: str | None = ""
    asked: str = ""
    after: str | None = ""
    error: str = ""
    commands: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Exchange:
    """What was asked, and what was answered. at: when, in seconds of the clock on the wall.

    text: the page as a reader sees it. error: the learner's error, {} for none.
    attempt: what a button did before it, {} for none. remarks: what the learner's own code
    makes of a cookie that came, where it is not what it should be; name to sentence.
    believed: the step that a server misses which believed an ID without a valid signature.
    cookie_ends, record_ends: when the browser and the store forget; None: not at a time that
    we know, then the note says why. owner: the browser that asked, "" for one that did not say.
    site: the Sec-Fetch-Site of a visit that somebody else's page started, "" for any other.
    """

    number: int
    at: float
    method: str
    path: str
    cookie_header: str
    status: str = ""
    set_cookies: list[str] = field(default_factory=list)
    text: str = ""
    calls: list[Call] = field(default_factory=list)
    error: dict[str, str] = field(default_factory=dict)
    attempt: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    believed: str = ""
    cookie_ends: float | None = None
    cookie_note: str = ""
    record_ends: float | None = None
    record_note: str = ""
    owner: str = ""
    site: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Exchange":
        """Return the exchange that as_json was made of."""
        return cls(**{**kept, "calls": [Call(**call) for call in kept["calls"]]})
