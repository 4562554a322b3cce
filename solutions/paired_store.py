"""The keys of lesson 6: what lives beside a session, and ends with it. Given.

A Redis Cluster puts keys on different machines, and MULTI, WATCH and RENAME work only within
one slot. Of a key with braces it looks at what is inside the first pair. So the cart
{sess:ID}:cart is where the session sess:ID is, whose key stays the one of Express.
"""

from typing import Any

from .items import read_lines
from .lesson4_redis_store import dump_record, load_record, redis_errors
from .lesson5_login import LoginStore
from .session import Session

KEEP = 30 * 24 * 3600  # seconds: what outlives its session lives 30 days after its last use


class PairedStore(LoginStore):
    """A LoginStore whose sessions each have a cart beside them; a user has one of her own."""

    def owner(self, session: Session) -> str:
        """Return the name of who owns the cart: the session's key, or the user who is logged in."""
        return f"user:{session['user']}" if "user" in session else self.key(session.id)

    def cart(self, session: Session) -> str:
        """Return the key of the cart."""
        return cart_of(self.owner(session))

    def order(self, session: Session, number: str) -> str:
        """Return the key of the order with this number."""
        return f"{{{self.owner(session)}}}:order:{number}"

    def cart_age(self, session: Session) -> int:
        """Return how many seconds the cart lives after its last use."""
        return KEEP if "user" in session else self.max_age

    def get(self, session_id: str) -> dict | None:
        """Return the record, and let it and its cart live max_age seconds from now.

        None where the ID is unknown or cannot be read. Raises StoreUnavailable.
        """
        try:
            with redis_errors(), self.client.pipeline() as pipeline:
                pipeline.getex(self.key(session_id), ex=self.max_age)
                pipeline.expire(cart_of(self.key(session_id)), self.max_age)
                text, _ = pipeline.execute()
        except UnicodeDecodeError:  # as in RedisStore.get
            return None
        return None if text is None else load_record(text)

    def set(self, session_id: str, record: dict) -> None:
        """Keep the record and its cart for max_age seconds from now. Raises StoreUnavailable."""
        with redis_errors(), self.client.pipeline() as pipeline:
            self.put(pipeline, session_id, record)
            pipeline.execute()

    def replace(self, session_id: str, record: dict) -> bool:
        """Do as set does, but only where there is a record. False where there is none.

        Raises StoreUnavailable.
        """
        with redis_errors(), self.client.pipeline() as pipeline:
            self.put(pipeline, session_id, record, xx=True)
            kept, _ = pipeline.execute()
        return kept is not None

    def put(self, pipeline: Any, session_id: str, record: dict, *, xx: bool = False) -> None:
        """Put what writes the record, and lets its cart live as long, into a pipeline."""
        pipeline.set(self.key(session_id), dump_record(record), ex=self.max_age, xx=xx)
        pipeline.expire(cart_of(self.key(session_id)), self.max_age)

    def destroy(self, session_id: str) -> None:
        """Forget the session and its cart. Raises StoreUnavailable."""
        with redis_errors():
            self.client.delete(self.key(session_id), cart_of(self.key(session_id)))

    def bought(self, session: Session, number: str) -> dict[str, int]:
        """Return an order, line to count; {} where there is none. Raises StoreUnavailable."""
        with redis_errors():
            return read_lines(self.client.hgetall(self.order(session, number)))


def cart_of(owner: str) -> str:
    """Return the key of a cart. owner: "sess:" and the ID, or "user:" and the name."""
    return f"{{{owner}}}:cart"
