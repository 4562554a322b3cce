"""Wrong answers to step 1.1: Let the browser carry a number."""


# Mistake: the cookie forgets its Max-Age
# Rejected by: test_the_cookie_and_the_page_agree_on_the_time
# Says: Give it to dump_cookie
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views))]


# Mistake: the page always says 60 seconds
# Rejected by: test_the_cookie_and_the_page_agree_on_the_time
# Says: a page with "Expires in: 5 seconds"
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, 60), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: the Max-Age is in milliseconds
# Rejected by: test_the_cookie_and_the_page_agree_on_the_time
# Says: how many seconds the browser shall keep the count
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age * 1000)]


# Mistake: an f-string in place of dump_cookie, without HttpOnly
# Rejected by: test_the_cookie_is_out_of_reach_of_scripts_and_other_sites
# Says: Let it make the cookie, not an f-string
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), [f"views={views}; Max-Age={max_age}; Path=/; SameSite=Lax"]


# Mistake: http_only is switched off, so that a script on the page can show the count
# Rejected by: test_the_cookie_is_out_of_reach_of_scripts_and_other_sites
# Says: httponly
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    cookie = dump_cookie(COOKIE, str(views), max_age=max_age, http_only=False)
    return page(views, max_age), [cookie]


# Mistake: the count is kept on the server, one for all visitors
# Rejected by: test_each_browser_has_its_own_count
# Says: Add 1 to what that browser sent
VIEWS = 0


def visit(cookie_header, max_age):
    global VIEWS
    VIEWS += 1
    return page(VIEWS, max_age), [dump_cookie(COOKIE, str(VIEWS), max_age=max_age)]


# Mistake: the count goes no further than 2
# Rejected by: test_each_browser_has_its_own_count
# Says: <p>Views: 3</p>
def visit(cookie_header, max_age):
    views = 2 if parse_cookie(cookie_header).get(COOKIE) else 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: the page counts this visit, the cookie does not
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: holds the count, this visit included
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE))
    return page(views + 1, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: a second cookie for the time
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: one cookie, with the count
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    cookies = {COOKIE: views, "expires": max_age}
    return page(views, max_age), [
        dump_cookie(name, str(value), max_age=max_age) for name, value in cookies.items()
    ]


# Mistake: the cookie alone, where a list of cookies is due
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: a list with one cookie
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), dump_cookie(COOKIE, str(views), max_age=max_age)


# Mistake: print in place of return
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: None
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    print(page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)])


# Mistake: the number is not made a text
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: TypeError
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, views, max_age=max_age)]


# Mistake: the answer may be kept by caches on the way
# Rejected by: test_the_cookie_is_out_of_reach_of_scripts_and_other_sites
# Says: a cache on the way may show one visitor's page to another
def respond(body, set_cookies):
    response = Response(body, mimetype="text/html")
    for value in set_cookies:
        response.headers.add("Set-Cookie", value)
    return response
