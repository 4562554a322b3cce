"""Odd but right answers to step 7.8: A login that you did not write."""


# Odd: connected one by one, and the token goes first
def renew_at_login(app):
    def renew(sender, **more):
        if "csrf_token" in session:
            del session["csrf_token"]
        session.regenerate()

    flask_login.user_logged_in.connect(renew, sender=app, weak=False)
    flask_login.user_login_confirmed.connect(renew, sender=app, weak=False)
    flask_login.user_loaded_from_cookie.connect(renew, sender=app, weak=False)


# Odd: connect_via, which is not weak
def renew_at_login(app):
    @flask_login.user_login_confirmed.connect_via(app)
    @flask_login.user_loaded_from_cookie.connect_via(app)
    @flask_login.user_logged_in.connect_via(app)
    def renew(*_, **__):
        session.pop("csrf_token", None)
        session.regenerate()


# Odd: the data is taken out and put back
def renew_at_login(app):
    def renew(sender, **_):
        data = dict(session)
        data.pop("csrf_token", None)
        session.clear()
        session.regenerate()
        session.update(data)

    for signal in (
        flask_login.user_logged_in,
        flask_login.user_loaded_from_cookie,
        flask_login.user_login_confirmed,
    ):
        signal.connect(renew, app, weak=False)


# Odd: weak, and the app keeps the function
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
    app.extensions["renew"] = renew
