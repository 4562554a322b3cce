"""A password hash for the proofs that log in."""

# Of "secret". It costs less than those of a real site.
CHEAP = (
    "scrypt:256:4:1$o42CLEQlLtYrYFpo$ad2a9c663632c48ad177a50560728a0e505dd5727b24bb8d1fe9af34d2e12732"
    "1f4ff8185218a83a2f3784792472a126e207f8b86803d349f3aceba72fcbe8b2"
)
