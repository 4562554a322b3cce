"""The records of express-session and connect-redis. Given: there is nothing to write here."""

from datetime import datetime, timezone

from .lesson3_memory_store import SessionManager
from .session import Session

# Names that a session of Express has by itself: data under one of them would be lost there.
RESERVED = {
    "cookie",
    "destroy",
    "id",
    "regenerate",
    "reload",
    "req",
    "resetMaxAge",
    "save",
    "touch",
}


class ExpressSessionManager(SessionManager):
    """A SessionManager whose records are those of express-session and connect-redis.

    A record is {"cookie": {...}, **data}: the data must not use a name of RESERVED.
    """

    def to_record(self, session: Session) -> dict:
        """Return the record. Raises ValueError where the data holds a name of RESERVED."""
        taken = RESERVED.intersection(session)
        if taken:
            raise ValueError(f"reserved in a session of Express: {', '.join(sorted(taken))}")
        # What Express wrote into the cookie stays, or Express would send it without that.
        found = (session.found or {}).get("cookie")
        found = found if isinstance(found, dict) else {}
        end = self.describe_end()
        kept = {key: found[key] for key in found if key not in end}
        return {"cookie": {**end, **self.describe_cookie(), **kept}, **session}

    def from_record(self, record: dict) -> dict:
        """Return the session's data: the record without its cookie."""
        return {key: value for key, value in record.items() if key != "cookie"}

    def describe_end(self) -> dict:
        """Return when the cookie ends: milliseconds and an ISO time, None where it does not."""
        if not self.persistent:
            return {"originalMaxAge": None, "expires": None}
        end = datetime.fromtimestamp(self.clock() + self.store.max_age, timezone.utc)
        expires = end.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"originalMaxAge": self.store.max_age * 1000, "expires": expires}

    def describe_cookie(self) -> dict:
        """Return the cookie's attributes under their names in Express."""
        options = {"http_only": True, "path": "/", "same_site": "Lax", **self.cookie}
        # False is said as well: where httpOnly is missing, Express takes it for true.
        cookie = {"httpOnly": options["http_only"], "path": options["path"]}
        cookie |= {name: options[name] for name in ("secure", "domain") if options.get(name)}
        if options["same_site"]:
            cookie["sameSite"] = options["same_site"].lower()
        return cookie
