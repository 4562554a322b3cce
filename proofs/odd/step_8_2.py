"""Odd but right answers to step 8.2: Ask who the primary is."""


# Odd: the doubt in a function of its own, the client closed by hand, sorted into the slice
def is_primary(address, options):
    server = redis.Redis(address[0], address[1], **options)
    try:
        return server.role()[0] in (b"master", "master")
    except redis.RedisError:
        return False
    finally:
        server.close()


def find_primary(sentinels, name, options):
    for sentinel in tuple(sentinels):
        try:
            address = sentinel.sentinel_get_master_addr_by_name(name)
        except redis.RedisError:
            continue
        if address and is_primary(address, options):
            sentinels[:] = sorted(sentinels, key=lambda one: one is not sentinel)
            return address
    raise StoreUnavailable("no primary")


# Odd: by number, and the order is changed only where it has to be
def find_primary(sentinels, name, options):
    known = sentinels[:]
    for number, sentinel in enumerate(known):
        try:
            found = sentinel.execute_command("SENTINEL GET-MASTER-ADDR-BY-NAME", name)
            if not found:
                continue
            host, port = found
            with redis.Redis(host=host, port=int(port), **options) as server:
                if server.execute_command("ROLE")[0] != b"master":
                    raise redis.ConnectionError("a replica")
        except redis.RedisError:
            continue
        if number:
            sentinels[:] = [sentinel] + known[:number] + known[number + 1 :]
        return host, int(port)
    raise StoreUnavailable(name)


# Odd: the last error is the reason of the last one
def find_primary(sentinels, name, options):
    reason = None
    for sentinel in list(sentinels):
        try:
            host, port = sentinel.sentinel_get_master_addr_by_name(name) or (None, None)
            if host is None:
                continue
            with redis.Redis(host=host, port=port, **options) as server:
                role, *_ = server.role()
            if role.decode() == "master":
                others = [one for one in sentinels if one != sentinel]
                sentinels[0:] = [sentinel] + others
                return host, port
        except redis.RedisError as error:
            reason = error
    raise StoreUnavailable(name) from reason
