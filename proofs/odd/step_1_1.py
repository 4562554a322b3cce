"""Odd but right answers to step 1.1: Count a visit."""


# Odd: the cookie by hand, its attributes in lower case and in another order
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get("views")) + 1
    refuse_unsafe("views", str(views))
    cookie = f"views={views};samesite=lax;httponly;path=/;max-age={max_age}"
    return page(views, max_age), [cookie]


# Odd: a tuple of cookies, and every default written out
def visit(cookie_header: str, max_age: int):
    count = 1
    for name, value in parse_cookie(cookie_header).items():
        if name == COOKIE:
            count += read_count(value)
    cookie = dump_cookie(
        name=COOKIE, value=f"{count}", max_age=max_age, path="/", http_only=True, same_site="Lax"
    )
    return (page(count, max_age), (cookie,))
