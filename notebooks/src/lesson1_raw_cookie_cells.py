"""What the cells of lesson 1 need and do not have to show."""

from flask import Flask, request
from solutions.lesson1_raw_cookie import dump_cookie


def secure_site() -> Flask:
    """Return a site that sends a Secure cookie, and says which cookie came."""
    site = Flask("a site with a Secure cookie")

    @site.get("/")
    def index() -> tuple[str, dict[str, str]]:
        cookie = dump_cookie("views", "1", secure=True)
        return f"came: {request.cookies.get('views')}", {"Set-Cookie": cookie}

    return site
