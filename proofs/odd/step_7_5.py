"""Odd but right answers to step 7.5: The cookie that the app asked for."""


# Odd: asked by name
class StoreInterface:
    def cookie_options(self, app):
        names = ("path", "domain", "secure", "httponly", "samesite", "partitioned")
        return {name: getattr(self, f"get_cookie_{name}")(app) for name in names}


# Odd: what is not set is left out
class StoreInterface:
    def cookie_options(self, app):
        options = dict(
            domain=self.get_cookie_domain(app),
            samesite=self.get_cookie_samesite(app),
            secure=self.get_cookie_secure(app),
            httponly=self.get_cookie_httponly(app),
            partitioned=self.get_cookie_partitioned(app),
        )
        kept = {name: value for name, value in options.items() if value}
        return {"path": self.get_cookie_path(app), **kept}


# Odd: true and false as such
class StoreInterface:
    def cookie_options(self, app):
        return {
            "path": self.get_cookie_path(app),
            "domain": self.get_cookie_domain(app),
            "secure": bool(self.get_cookie_secure(app)),
            "httponly": bool(self.get_cookie_httponly(app)),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": bool(self.get_cookie_partitioned(app)),
        }
