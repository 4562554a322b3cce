"""The users of lesson 5: their names, and hashes of their passwords. Given."""

# From a hash nobody reads the password, and to try one takes a quarter of a second. Made with
# werkzeug.security.generate_password_hash(password, "scrypt:32768:8:3"): by its default, it
# works a third as long, and OWASP's Password Storage Cheat Sheet asks for this much.
USERS = {
    # Her password, for you to try: white rabbit
    "alice": "scrypt:32768:8:3$YIA2WGzTmzkx47bb$ecb1101d23dcc22d8770f4c4c12babf75c258f77b5cf294a11"
    "88e8a9dadc77f8a392ebb3c69c51dd99f56a2224530052d577e6ee9ab28a58d7e7cdfc40a1920b",
    # His password: humpty dumpty
    "bob": "scrypt:32768:8:3$IwtKhGzc0S54qzmq$925f1b53879c31545e56c9e4c7c9a505f83cffa64a407e39f164"
    "70a1b418df82e0ed5ec64d43fc2308bbd322ebb04cb750d97c163076ca9974e40bdb7ae7a862",
}

# Of a password that was thrown away: something to compare with where there is no such user.
NOBODY = (
    "scrypt:32768:8:3$hGk6eHOpzfvLFJ7Q$28f554b939ad481adb27134463873e7ec739fc389f6e683bb8de8be5583"
    "570aa5ea855d1cb0890138cecceb0f147e53371d796aff92256eda21ab786444c4fb6"
)
