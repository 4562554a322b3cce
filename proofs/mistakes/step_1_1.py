"""Wrong answers to step 1.1: Count a visit."""


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
# Says: how many seconds the browser keeps the count
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
def new_app(name):
    app = Flask(name)
    app.before_request(lambda: respond("", []) if request.method == "HEAD" else None)
    return app


# Mistake: the first cookie is made apart, and forgets its Max-Age
# Rejected by: test_the_cookie_and_the_page_agree_on_the_time
# Says: visit("", 5), Max-Age of the cookie
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    if views == 1:
        return page(1, max_age), [dump_cookie(COOKIE, "1")]
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: the count goes no further than 9
# Rejected by: test_a_later_visit_goes_on_from_any_number
# Says: Add 1 to the number that came
def visit(cookie_header, max_age):
    views = min(9, read_count(parse_cookie(cookie_header).get(COOKIE)) + 1)
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: only one digit is read
# Rejected by: test_a_later_visit_goes_on_from_any_number
# Says: visit("views=41", 60)
def visit(cookie_header, max_age):
    text = parse_cookie(cookie_header).get(COOKIE)
    views = read_count(text and text[0]) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: whatever stands after the first = is the count
# Rejected by: test_no_other_cookie_is_the_count
# Says: Only the cookie named views counts
def visit(cookie_header, max_age):
    views = read_count(cookie_header.partition("=")[2]) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: a regular expression that finds views= in myviews= too
# Rejected by: test_no_other_cookie_is_the_count
# Says: by its whole name
import re


def visit(cookie_header, max_age):
    found = re.search(r"views=(\d+)", cookie_header)
    views = read_count(found and found[1]) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: visit reads the line itself, as if it held one cookie
# Rejected by: test_visit_finds_its_cookie_between_the_others
# Says: visit leaves the whole line to parse_cookie
def visit(cookie_header, max_age):
    views = read_count(cookie_header.removeprefix("views=")) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: int in place of read_count, so that views=abc is an error page
# Rejected by: test_visit_believes_no_text_that_is_no_count
# Says: invalid literal for int()
def visit(cookie_header, max_age):
    views = int(parse_cookie(cookie_header).get(COOKIE, 0)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: the app counts for HEAD too
# Rejected by: test_each_browser_has_its_own_count
# Says: not a visit
def new_app(name):
    app = Flask(name)

    @app.after_request
    def keep_private(response):
        response.vary.add("Cookie")
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


# Mistake: max_age by its position, which stands after a *
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: what stands after a * is passed by its name, as in max_age=max_age
def visit(cookie_header, max_age):
    views = read_count(parse_cookie(cookie_header).get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age)]


# Mistake: Flask's request in place of the header that was given
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: Read what the function is given, not Flask's request
def visit(cookie_header, max_age):
    views = read_count(request.cookies.get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]


# Mistake: the line itself is asked for the cookie
# Rejected by: test_the_first_visit_is_welcomed_and_gets_a_cookie
# Says: visit('', 60)
def visit(cookie_header, max_age):
    views = read_count(cookie_header.get(COOKIE)) + 1
    return page(views, max_age), [dump_cookie(COOKIE, str(views), max_age=max_age)]
