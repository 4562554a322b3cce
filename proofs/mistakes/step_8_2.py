"""Wrong answers to step 8.2: Ask who the primary is."""


# Mistake: the first sentinel is asked, and its error goes on
# Rejected by: test_the_next_sentinel_is_asked
# Says: redis.ConnectionError is a redis.RedisError
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        address = sentinel.sentinel_get_master_addr_by_name(name)
        if address is None:
            continue
        try:
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable("no primary")


# Mistake: only a refused connection counts as a failure, and not a sentinel that hangs
# Rejected by: test_the_next_sentinel_is_asked
# Says: redis.TimeoutError is a redis.RedisError, and no redis.ConnectionError
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.ConnectionError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: connection and timeout count, and not an error that a sentinel answers
# Rejected by: test_the_next_sentinel_is_asked
# Says: Any redis.RedisError on the way: go on with the next sentinel.
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except (redis.ConnectionError, redis.TimeoutError):
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the sentinel is believed: its server may be a replica
# Rejected by: test_the_next_sentinel_is_asked
# Says: A sentinel may be behind. Ask the server itself, with role().
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role:
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: no doubt at all
# Rejected by: test_the_next_sentinel_is_asked
# Says: A sentinel may be behind. Ask the server itself, with role().
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
        except redis.RedisError:
            continue
        if address is not None:
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable("no primary")


# Mistake: ROLE outside of the try: a server that is away is an error
# Rejected by: test_the_next_sentinel_is_asked
# Says: The server's errors count as well: ROLE inside the try.
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
        except redis.RedisError:
            continue
        if address is None:
            continue
        with redis.Redis(host=address[0], port=address[1], **options) as server:
            role = server.role()[0]
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable("no primary")


# Mistake: PING in place of ROLE: a replica answers it as well
# Rejected by: test_the_next_sentinel_is_asked
# Says: A sentinel may be behind. Ask the server itself, with role().
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                server.ping()
        except redis.RedisError:
            continue
        sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
        return address
    raise StoreUnavailable("no primary")


# Mistake: one who does not know the name ends the search
# Rejected by: test_the_next_sentinel_is_asked
# Says: None says that it does not know the name: ask the next one.
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                break
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: None is not expected
# Rejected by: test_the_next_sentinel_is_asked
# Says: subscriptable
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable("no primary")


# Mistake: the role is compared with text, and it is bytes
# Rejected by: test_the_primary_is_found
# Says: sentinel_get_master_addr_by_name(name) returns host and port
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == "master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the whole answer of ROLE is compared
# Rejected by: test_the_primary_is_found
# Says: sentinel_get_master_addr_by_name(name) returns host and port
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the server is asked without its password
# Rejected by: test_the_primary_is_found
# Says: The servers want the password that is in options.
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(
                host=address[0], port=address[1], socket_timeout=1, protocol=2, retry=None
            ) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the port alone is returned
# Rejected by: test_the_primary_is_found
# Says: return both
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address[1]
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: a text of both is returned
# Rejected by: test_the_primary_is_found
# Says: return both
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return f"{address[0]}:{address[1]}"
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: all sentinels are asked, and the last answer counts
# Rejected by: test_the_primary_is_found
# Says: The first one was right, so ask no other: pages wait meanwhile.
def find_primary(sentinels, name, options):
    found = None
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            pass
            found = address
    if found:
        return found
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: all sentinels are asked, and the first answer counts
# Rejected by: test_the_primary_is_found
# Says: The first one was right, so ask no other: pages wait meanwhile.
def find_primary(sentinels, name, options):
    found = None
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            found = found or (sentinel, address)
    if found:
        sentinels[:] = [found[0], *(one for one in sentinels if one is not found[0])]
        return found[1]
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the set has the name of the example
# Rejected by: test_the_primary_is_found
# Says: sentinel_get_master_addr_by_name(name)
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name("mymaster")
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the order stays as it is
# Rejected by: test_who_was_right_goes_first
# Says: The list itself changes
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            pass
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: a new list in place of the old one: whoever has the old one learns nothing
# Rejected by: test_who_was_right_goes_first
# Says: The list itself changes
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: removed, and put in front: another thread finds a sentinel missing
# Rejected by: test_who_was_right_goes_first
# Says: remove and insert are two steps
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels.remove(sentinel)
            sentinels.insert(0, sentinel)
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: sorted: while a list is sorted, it is empty
# Rejected by: test_who_was_right_goes_first
# Says: While a list is sorted, it is empty.
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels.sort(key=lambda one: one is not sentinel)
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: the others are forgotten
# Rejected by: test_who_was_right_goes_first
# Says: The list itself changes
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: it is in the list twice then
# Rejected by: test_who_was_right_goes_first
# Says: The list itself changes
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *sentinels]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: changes places with the first one
# Rejected by: test_who_was_right_goes_first
# Says: remove and insert are two steps
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            index = sentinels.index(sentinel)
            sentinels[0], sentinels[index] = sentinels[index], sentinels[0]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")


# Mistake: whoever answers goes to the end, right or not
# Rejected by: test_the_primary_is_found
# Says: The first one was right, so ask no other
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            sentinels[:] = [*(one for one in sentinels if one is not sentinel), sentinel]
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            return address
    raise StoreUnavailable("no primary")


# Mistake: None where there is none
# Rejected by: test_no_primary_is_said
# Says: After the last sentinel there is nobody to ask
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    return None


# Mistake: an error of another kind, which no page knows
# Rejected by: test_no_primary_is_said
# Says: After the last sentinel there is nobody to ask
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise LookupError(f"no sentinel knows a primary of {name!r}")


# Mistake: the last answer, for want of a better one
# Rejected by: test_no_primary_is_said
# Says: After the last sentinel there is nobody to ask
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    return address


# Mistake: the error of redis-py at the end
# Rejected by: test_no_primary_is_said
# Says: After the last sentinel there is nobody to ask
def find_primary(sentinels, name, options):
    for sentinel in list(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise redis.ConnectionError(f"no sentinel knows a primary of {name!r}")


# Mistake: it walks over the list that other threads change
# Rejected by: test_other_threads_may_change_the_list_meanwhile
# Says: Walk over a copy, list(sentinels)
def find_primary(sentinels, name, options):
    for sentinel in sentinels:
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
            if address is None:
                continue
            with redis.Redis(host=address[0], port=address[1], **options) as server:
                role = server.role()[0]
        except redis.RedisError:
            continue
        if role == b"master":
            sentinels[:] = [sentinel, *(one for one in sentinels if one is not sentinel)]
            return address
    raise StoreUnavailable(f"no sentinel knows a primary of {name!r}")
