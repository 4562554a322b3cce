"""Wrong answers to step 7.5: The cookie that the app asked for."""


# Mistake: none of them
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {}


# Mistake: without the path: a logout under /shop deletes nothing
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: without the domain: the other hosts of the domain know nobody
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: without secure: the cookie travels over http
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: without httponly: a script reads the cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: without samesite: foreign pages bring the cookie along
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: without partitioned
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }


# Mistake: the path of the settings, None where none is set: the browser makes up its own
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": app.config["SESSION_COOKIE_PATH"],
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: the settings themselves, and the path of the app is not among them
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": app.config["SESSION_COOKIE_PATH"],
            "domain": app.config["SESSION_COOKIE_DOMAIN"],
            "secure": app.config["SESSION_COOKIE_SECURE"],
            "httponly": app.config["SESSION_COOKIE_HTTPONLY"],
            "samesite": app.config["SESSION_COOKIE_SAMESITE"],
            "partitioned": app.config["SESSION_COOKIE_PARTITIONED"],
        }


# Mistake: where the app is, whatever path was asked for
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": app.config["APPLICATION_ROOT"],
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: / where no path is set, wherever the app is
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": app.config["SESSION_COOKIE_PATH"] or "/",
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: always secure: over http no browser keeps it
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": True,
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: never secure, as on this machine
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": False,
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: always httponly, though the app said no
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": True,
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: always Lax, though the app said Strict
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": "Lax",
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: Lax where the app asked for nothing
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app) or "Lax",
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: None as a text: SameSite=None lets every page bring the cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": str(self.get_cookie_samesite(app)),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: secure and httponly are mixed up
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_httponly(app),
            "httponly": self.get_cookie_secure(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: path and domain are mixed up
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_domain(app),
            "domain": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: partitioned for each cookie that is secure
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_secure(app),
        }


# Mistake: the name of the server as the domain: all hosts below it get the cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app) or app.config["SERVER_NAME"],
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: the host of the request as the domain: all hosts below it get the cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app) or request.host,
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


from flask import request


# Mistake: the names of the dump_cookie of lesson 1
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: Your code stops with TypeError: dump_cookie() got an unexpected keyword argument
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "http_only": self.get_cookie_httponly(app),
            "same_site": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }


# Mistake: the names of the settings
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: Your code stops with TypeError: dump_cookie() got an unexpected keyword argument
class StoreInterface:
    def cookie_options(self, app):
        return {
            "SESSION_COOKIE_PATH": self.get_cookie_path(app),
            "SESSION_COOKIE_DOMAIN": self.get_cookie_domain(app),
            "SESSION_COOKIE_SECURE": self.get_cookie_secure(app),
            "SESSION_COOKIE_HTTPONLY": self.get_cookie_httponly(app),
            "SESSION_COOKIE_SAMESITE": self.get_cookie_samesite(app),
            "SESSION_COOKIE_PARTITIONED": self.get_cookie_partitioned(app),
        }


# Mistake: the functions themselves, which nobody calls
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: Your code stops with TypeError: quote_from_bytes() expected bytes
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path,
            "domain": self.get_cookie_domain,
            "secure": self.get_cookie_secure,
            "httponly": self.get_cookie_httponly,
            "samesite": self.get_cookie_samesite,
            "partitioned": self.get_cookie_partitioned,
        }


# Mistake: for setting only: what is deleted is another cookie
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie(self, app, session):
        name, options = self.get_cookie_name(app), self.cookie_options(app)
        if session is None:
            return dump_cookie(name, "", max_age=0, expires=0)
        value = to_cookie(sign(session.sid, key_texts(app)[0]))
        end = self.get_expiration_time(app, session)
        return dump_cookie(name, value, expires=end, **options)


# Mistake: the options of a fresh app, not of this one
# Rejected by: test_the_cookie_is_as_the_app_wants_it
# Says: self.cookie_options(app) returns all six: path, domain, secure, httponly, samesite
class StoreInterface:
    def cookie_options(self, app):
        app = Flask(__name__)
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }
