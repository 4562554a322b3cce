"""Wrong answers to step 5.5: Ask whose form it was."""


# Mistake: Origin is not looked at
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    return headers.get("Sec-Fetch-Site") in (None, "same-origin", "none")


# Mistake: only Origin is looked at
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: Where there is a Sec-Fetch-Site, it alone decides
def is_own_page(headers):
    origin = headers.get("Origin")
    if origin is None:
        return True
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: only what is cross-site is foreign
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: Where there is a Sec-Fetch-Site, it alone decides
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site != "cross-site"
    if origin is None:
        return True
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: what the user does himself is refused
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: Where there is a Sec-Fetch-Site, it alone decides
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    if origin is None:
        return True
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: a browser that says nothing is locked out
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return False
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: the host somewhere in the text
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or headers.get("Host", "") in origin


# Mistake: the text ends with the host
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin.lower().endswith(headers.get("Host", "").lower())


# Mistake: the same text, letter by letter
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin == f"http://{headers.get('Host')}"


# Mistake: the same host, whatever the port
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    there, ours = address(origin), address(f"http://{headers.get('Host', '')}")
    return there is not None and ours is not None and there[0] == ours[0]


# Mistake: nothing equals nothing, so "null" is ours
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    return address(origin) == address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")


# Mistake: https has another port, and all is refused behind it
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    return address(origin) == address(f"http://{headers.get('Host', '')}") is not None


# Mistake: Origin may say yes where Sec-Fetch-Site said no
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: Where there is a Sec-Fetch-Site, it alone decides
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site in ("same-origin", "none") or origin is None:
        return True
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: Referer, which a page can leave out
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, referer = headers.get("Sec-Fetch-Site"), headers.get("Referer")
    if site is not None:
        return site in ("same-origin", "none")
    if referer is None:
        return True
    return address(referer) == address(f"http://{headers.get('Host', '')}")


# Mistake: "null" is a page from the disk, and let in
# Rejected by: test_without_it_origin_must_be_ours
# Says: No Origin
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin in (None, "null"):
        return True
    ours = address(f"{origin.partition('://')[0]}://{headers.get('Host', '')}")
    return ours is not None and address(origin) == ours


# Mistake: a request without Host raises KeyError
# Rejected by: test_without_it_origin_must_be_ours
# Says: KeyError: 'Host'
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    ours = address(origin.partition("://")[0] + "://" + dict(headers)["Host"])
    return ours is not None and address(origin) == ours


# Mistake: the same name, read by hand, and a wrong port raises ValueError
# Rejected by: test_without_it_origin_must_be_ours
# Says: ValueError: Port could not be cast to integer value as 'port
from urllib.parse import urlsplit


def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    there = urlsplit(origin)
    ours = urlsplit(f"{there.scheme}://{headers.get('Host', '')}")
    ports = {"http": 80, "https": 443}
    port = ports.get(there.scheme)
    if there.hostname is None or port is None:
        return False
    return (there.hostname, there.port or port) == (ours.hostname, ours.port or port)


# Mistake: what Sec-Fetch-Site has let in must have a good Origin, too
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: it alone decides, whatever Origin says
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is None:
        return True
    scheme = "https://" if origin.startswith("https://") else "http://"
    ours = address(scheme + headers.get("Host", ""))
    return ours is not None and address(origin) == ours


# Mistake: only words that are known are foreign
# Rejected by: test_the_browser_says_whose_form_it_was
# Says: Sec-Fetch-Site: something new
def is_own_page(headers):
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site not in ("same-site", "cross-site")
    if origin is None:
        return True
    scheme = "https://" if origin.startswith("https://") else "http://"
    ours = address(scheme + headers.get("Host", ""))
    return ours is not None and address(origin) == ours
