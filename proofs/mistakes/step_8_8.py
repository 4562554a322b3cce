"""Wrong answers to step 8.8: Who is it really?."""


# Mistake: the last entry, however many proxies there are
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[-1] if 0 < proxies <= len(entries) else peer


# Mistake: believes the header without a proxy
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[-proxies] if 0 <= proxies <= len(entries) else peer


# Mistake: counts from the front
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[proxies - 1] if 0 < proxies <= len(entries) else peer


# Mistake: one too far
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[-proxies - 1] if 0 < proxies < len(entries) else peer


# Mistake: the last of ours is not counted
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[-proxies] if 0 < proxies < len(entries) else peer


# Mistake: fewer entries than proxies: the first one
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")] if forwarded else []
    return entries[-min(proxies, len(entries))] if proxies and entries else peer


# Mistake: fewer entries than proxies: an error
# Rejected by: test_only_our_own_proxies_are_believed
# Says: list index out of range
def client_address(peer, forwarded, proxies):
    if not proxies or not forwarded:
        return peer
    return [entry.strip() for entry in forwarded.split(",")][-proxies]


# Mistake: an empty header has one empty entry
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip() for entry in forwarded.split(",")]
    return entries[-proxies] if 0 < proxies <= len(entries) else peer


# Mistake: the blanks stay
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry for entry in forwarded.split(",")] if forwarded else []
    return entries[-proxies] if 0 < proxies <= len(entries) else peer


# Mistake: split at a comma and a blank, and some proxies send no blank
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = forwarded.split(", ") if forwarded else []
    return entries[-proxies] if 0 < proxies <= len(entries) else peer


# Mistake: always the peer: with a proxy, all visitors are one
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    return peer


# Mistake: cuts off a port, and so an IPv6 address
# Rejected by: test_only_our_own_proxies_are_believed
# Says: Each of our own proxies has put one entry at the end
def client_address(peer, forwarded, proxies):
    entries = [entry.strip().partition(":")[0] for entry in forwarded.split(",") if entry]
    return entries[-proxies] if 0 < proxies <= len(entries) else peer
