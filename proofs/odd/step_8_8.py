"""Odd but right answers to step 8.8: Who is it really?."""


# Odd: takes one entry off for each proxy
def client_address(peer, forwarded, proxies):
    seen = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    address = peer
    for _ in range(proxies):
        if not seen:
            return peer
        address = seen.pop()
    return address


# Odd: counts from the front, and asks forgiveness
def client_address(peer, forwarded, proxies):
    if proxies < 1 or forwarded == "":
        return peer
    entries = list(map(str.strip, forwarded.split(",")))
    position = len(entries) - proxies
    return peer if position < 0 else entries[position]
