"""Odd but right answers to step 5.5: Ask whose form it was."""


# Odd: one return
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    scheme = (origin or "").split("://")[0]
    there = address(origin or "")
    return (
        site in {"same-origin", "none"}
        if site is not None
        else origin is None
        or (there is not None and there == address(scheme + "://" + headers.get("Host", "")))
    )


# Odd: membership and square brackets
def is_own_page(headers):
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] not in ("cross-site", "same-site") and headers[
            "Sec-Fetch-Site"
        ] in ("same-origin", "none")
    if "Origin" not in headers:
        return True
    there = address(headers["Origin"])
    if there is None or "Host" not in headers:
        return False
    return there in (
        address(f"{scheme}://{headers['Host']}")
        for scheme in ("http", "https")
        if headers["Origin"].lower().startswith(f"{scheme}:")
    )


# Odd: the default port is cut off by hand
def is_own_page(headers):
    site = headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin" or site == "none"
    origin = headers.get("Origin")
    if origin is None:
        return True
    scheme, _, netloc = origin.lower().partition("://")
    port = {"http": ":80", "https": ":443"}.get(scheme)
    if port is None:
        return False
    host = headers.get("Host", "").lower()
    return netloc.removesuffix(port) == host.removesuffix(port)


# Odd: an empty header counts as none, as in Go's standard library
def is_own_page(headers):
    if site := headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if not (origin := headers.get("Origin")):
        return True
    scheme = "https://" if origin.lower().startswith("https://") else "http://"
    ours = address(scheme + headers.get("Host", ""))
    return ours is not None and address(origin) == ours
