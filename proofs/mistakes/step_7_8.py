"""Wrong answers to step 7.8: A login that you did not write."""


# Mistake: nothing is connected
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)


# Mistake: the login alone: who comes back with remember me keeps the planted ID
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_loaded_from_cookie.connect(renew,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (flask_login.user_logged_in,):
        signal.connect(renew, app, weak=False)


# Mistake: remember me alone
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (flask_login.user_loaded_from_cookie,):
        signal.connect(renew, app, weak=False)


# Mistake: without user_loaded_from_cookie
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_loaded_from_cookie.connect(renew,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: without user_login_confirmed
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_login_confirmed.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: without user_logged_in
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the logout in place of the login
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (flask_login.user_logged_out,):
        signal.connect(renew, app, weak=False)


# Mistake: a weak connection: renew is gone when the function has ended
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app)


# Mistake: a lambda by a weak connection
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(
            lambda sender, **_: (session.regenerate(), session.pop("csrf_token", None)), app
        )


# Mistake: not for this app alone: another app's session has no regenerate
# Rejected by: test_the_login_of_another_app_changes_nothing
# Says: The second argument of connect is whose signals are meant: this app's.
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, weak=False)


# Mistake: for the app's name, and no signal comes from there
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app.name, weak=False)


# Mistake: for flask_login, and no signal comes from there
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, flask_login, weak=False)


# Mistake: the ID stays: only the token goes
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the token stays: the thief knows it
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: session.regenerate() keeps the data, and Flask-Login's user is in it. Only
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the token has another name
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: session.regenerate() keeps the data, and Flask-Login's user is in it. Only
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("_csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: without a token it is an error
# Rejected by: test_a_session_without_a_token_gets_a_fresh_id_too
# Says: pop with None as its second argument raises nothing where there is no such key.
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token")

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the token is emptied: from now on it is the same for everybody
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: session.regenerate() keeps the data, and Flask-Login's user is in it. Only
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session["csrf_token"] = ""

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: everything is cleared, and the user with it
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.clear()

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the session is cleared, and so ended
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.clear()

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: regenerate of lesson 3 after a clear, and nobody is logged in
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.clear()
        session.opened.regenerate()

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: only the user comes along: the data of the visitor is lost
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: session.regenerate() keeps the data, and Flask-Login's user is in it. Only
def renew_at_login(app):
    def renew(sender, **_):
        kept = {key: session[key] for key in ("_user_id", "_fresh", "_id") if key in session}
        session.regenerate()
        session.clear()
        session.update(kept)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: only where there is a token
# Rejected by: test_a_session_without_a_token_gets_a_fresh_id_too
# Says: Each login gets a fresh ID: renew calls session.regenerate(), whatever is in the
def renew_at_login(app):
    def renew(sender, **_):
        if "csrf_token" in session:
            session.regenerate()
            session.pop("csrf_token")

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: only for a session that is new
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        if session.opened.new:
            session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: only where the page is the login
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        if request.path == "/login":
            session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


from flask import request


# Mistake: after the form, and not after remember me
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    @app.after_request
    def renew(response):
        if request.method == "POST" and request.path == "/login":
            session.regenerate()
            session.pop("csrf_token", None)
        return response


from flask import request


# Mistake: before each request, which opens the session of each picture
# Rejected by: test_the_login_of_another_app_changes_nothing
# Says: The second argument of connect is whose signals are meant: this app's.
def renew_at_login(app):
    @app.before_request
    def renew():
        session.regenerate()
        session.pop("csrf_token", None)


# Mistake: at user_accessed: with each page that looks at the user
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (flask_login.user_accessed,):
        signal.connect(renew, app, weak=False)


# Mistake: regenerate is not called
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.regenerate
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: the old record stays: only the ID is another one
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: Connect renew to this signal: flask_login.user_logged_in.connect(renew, app,
def renew_at_login(app):
    def renew(sender, **_):
        session.opened.id, session.opened.new = new_session_id(), True
        session.opened.modified = True
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: a dict of the session gets the fresh ID's data, and the session none of it
# Rejected by: test_a_login_by_an_extension_gets_a_fresh_id
# Says: session.regenerate() keeps the data, and Flask-Login's user is in it. Only
def renew_at_login(app):
    def renew(sender, **_):
        data = dict(session)
        session.regenerate()
        data.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Mistake: logins keep their ID in this app
# Rejected by: test_a_planted_cookie_is_worth_nothing
# Says: calls renew_at_login
def create_app(
    *,
    max_age: int = 60,
    secret_keys: Sequence[str] = SECRET_KEYS,
    new_id: Callable[[], str] = new_session_id,
    store: LoginStore | None = None,
) -> Flask:
    store = LoginStore(connect(), max_age) if store is None else store
    app = new_flask_app(__name__, secret_keys, store.max_age)
    use_store(app, store, new_id)
    guard(app, is_own_page)
    add_flask_pages(app, store.max_age)
    return app


# Mistake: connected for every app
# Rejected by: test_the_login_of_another_app_changes_nothing
# Says: whose signals are meant
def renew_at_login(app: Flask) -> None:
    def renew(sender: Flask, **_: Any) -> None:
        session.regenerate()
        session.pop("csrf_token", None)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, weak=False)
