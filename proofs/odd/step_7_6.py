"""Odd but right answers to step 7.6: What a page depends on."""


# Odd: the other way round
def depend_on_cookie(response):
    response.cache_control.private = True
    response.cache_control.s_maxage = None
    response.cache_control.public = False
    response.vary.add("Cookie")


# Odd: Vary by update, and what is not wanted is deleted
def depend_on_cookie(response):
    response.vary.update(["Cookie"])
    control = response.cache_control
    control.private = True
    del control.public
    del control.s_maxage


# Odd: Vary only where it is not there
def depend_on_cookie(response):
    if "cookie" not in response.vary:
        response.vary.add("cookie")
    response.cache_control.public = None
    response.cache_control.s_maxage = None
    response.cache_control.private = True
