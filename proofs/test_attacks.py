"""The attack matrix, and the manners of the attacks: what counts, and whom they spare."""

import http.server
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from course_copy import Copy

from attacks import DOES_NOT_APPLY, FELL, HELD, NO_ANSWER
from attacks.machines import machines_of
from attacks.visitor import Refused, loopback
from course.catalogue import CATALOGUE, lesson_of
from course.demo.matrix import ATTACKS, held_from, run_attack, run_attacks, write_starters
from course.lesson_files.starters import derive, starters
from course.lesson_files.steps import step_of, steps_before
from course.paths import ROOT
from course.servers import redis_server
from course.servers.live import ServerFailed, Site
from course.servers.redis_server import RedisServer, start_redis
from course.servers.redis_sets import start_set

# f fell, h held, n no answer, - does not apply. Before the /: the lesson as a starter, which
# stands on solved ones; behind it: solved. (Flask-Login knows no end that nobody can put off, so
# kept_alive, no attack of lesson 7, works on it.)
MATRIX = """
                        1    2    3    4    5    6    7    8
    forge              n/f  f/h  n/h  h/h  h/h  h/h  n/h  h/h
    replay             n/f  f/f  n/h  h/h  h/h  h/h  n/h  h/h
    restart            n/h  h/h  n/f  h/h  h/h  h/h  n/h  h/h
    two_servers        n/h  h/h  n/f  h/h  h/h  h/h  n/h  h/h
    pickle_record      -/-  -/-  -/-  f/h  h/h  h/h  n/h  h/h
    fixation           -/-  -/-  -/-  -/-  f/h  h/h  n/h  h/h
    stolen_cookie      -/-  -/-  -/-  -/-  f/h  h/h  n/h  h/h
    kept_alive         -/-  -/-  -/-  -/-  f/h  h/h  n/f  h/h
    late_write         -/-  -/-  -/-  -/-  f/h  h/h  n/h  h/h
    csrf               -/-  -/-  -/-  -/-  f/h  h/h  n/h  h/h
    negative_quantity  -/-  -/-  -/-  -/-  -/-  f/h  -/-  -/-
    two_tabs           -/-  -/-  -/-  -/-  -/-  f/h  -/-  -/-
    two_forms          -/-  -/-  -/-  -/-  -/-  f/h  -/-  -/-
    double_click       -/-  -/-  -/-  -/-  -/-  f/h  -/-  -/-
    store_away         -/-  -/-  -/-  f/f  f/f  f/f  n/h  f/h
    logged_out_replay  -/-  -/-  -/-  -/-  f/h  h/h  n/h  h/h
    shared_cache       -/-  -/-  -/-  -/-  -/-  -/-  n/h  -/-
    planted_cookie     -/-  -/-  -/-  -/-  -/-  -/-  n/h  -/-
    workers            -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
    kill_primary       -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
    old_primary        -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
    late_retry         -/-  -/-  -/-  -/-  -/-  -/-  -/-  h/h
    lost_logout        -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
    rolling_deploy     -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
    spoofed_address    -/-  -/-  -/-  -/-  -/-  -/-  -/-  f/h
"""
NUMBERS, *ROWS = [line.split() for line in MATRIX.strip().splitlines()]
NAMES = [row[0] for row in ROWS]


def expected(number, kind):
    """Return the letter of each attack on a lesson, kind: starter or solution."""
    pairs = [row[1 + NUMBERS.index(str(number))].split("/") for row in ROWS]
    return [pair[kind == "solution"] for pair in pairs]


@pytest.fixture(scope="module")
def server():
    with start_redis(private=True) as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starters")
    write_starters(folder)
    return folder


@pytest.mark.parametrize("kind", ["starter", "solution"])
@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda one: one.stem)
def test_the_matrix(lesson, kind, folder, server):
    assert list(ATTACKS) == NAMES
    starter = (f"starter{lesson.number}", folder)
    package, place = starter if kind == "starter" else ("solutions", ROOT)
    verdicts = run_attacks(package, lesson, ATTACKS, server, place)
    got = ["-" if one.outcome == "does not apply" else one.outcome[0] for _, one in verdicts]
    assert got == expected(lesson.number, kind), verdicts
    assert all("\n" not in one.evidence and one.evidence and one.harm for _, one in verdicts)


# What falls where one step is missing, and nothing else does.
FELL_WITHOUT = {
    "5.1": {"fixation"},
    "5.2": {"stolen_cookie", "late_write"},
    "5.3": {"kept_alive"},
    "5.4": {"late_write"},
    "5.5": {"csrf"},
    "6.1": {"negative_quantity"},
    "6.2": {"two_tabs"},
    "6.4": {"double_click"},
    "6.5": {"two_forms"},
    "7.2": {"store_away"},
    "7.3": {"late_write", "store_away"},
    "7.4": {"logged_out_replay", "late_write"},
    "7.6": {"shared_cache"},
    "7.8": {"fixation", "planted_cookie"},
    "8.1": {"workers"},
    "8.2": {"kill_primary"},
    "8.3": {"kill_primary", "old_primary"},
    "8.4": {"kill_primary"},
    "8.5": {"lost_logout"},
    "8.7": {"rolling_deploy"},
    "8.8": {"spoofed_address"},
}
# Without 6.2 the cart is in the session, and 6.4 looks for it in a key of its own.
NOTHING_TO_BUY = {"6.2": {"double_click"}}


@pytest.mark.parametrize("step", FELL_WITHOUT)
def test_each_step_holds_its_own_attack(package, tmp_path, server, step):
    lesson, _ = step_of(step)
    verdicts = run_attacks(package(steps_before() - {step}), lesson, None, server, tmp_path)
    assert {name for name, one in verdicts if one.outcome == FELL} == FELL_WITHOUT[step], verdicts
    silent = {name for name, one in verdicts if one.outcome not in (FELL, HELD)}
    assert silent == NOTHING_TO_BUY.get(step, set()), verdicts


READ_FIRST = {
    "two_tabs": (
        'self.change(session, "HINCRBY", line_of(item), quantity)',
        "line = line_of(item)\n"
        "        count = int(self.client.hget(self.cart(session), line) or 0) + quantity\n"
        '        self.change(session, "HSET", line, count)',
    ),
    "double_click": (
        "pipeline.renamenx(self.cart(session), order)",
        "for line, count in self.items(session).items():\n"
        "                pipeline.hincrby(order, line, count)\n"
        "            pipeline.delete(self.cart(session))",
    ),
}


@pytest.mark.parametrize("name", READ_FIRST)
def test_who_reads_and_writes_after_the_form_has_come_falls_too(package, tmp_path, server, name):
    """An attack that lets the page only begin early would not notice."""
    lesson = lesson_of(6)
    right, wrong = READ_FIRST[name]
    text = derive(lesson.solution.read_text(encoding="utf-8"), steps_before())
    assert right in text
    edited = package(**{lesson.stem: text.replace(right, wrong)})
    ((_, verdict),) = run_attacks(edited, lesson, [name], server, tmp_path)
    assert verdict.outcome == FELL, verdict


# Half of an answer to lesson 8, and what it falls to.
HALF = {
    "old_primary": (
        'if isinstance(error, redis.ReadOnlyError) or str(error).startswith("NOREPLICAS"):',
        "if False:",
    ),
    "late_retry": (
        "return self.ask(super().replace, session_id, record)",
        "self.set(session_id, record)\n        return True",
    ),
}


@pytest.mark.parametrize("name", HALF)
def test_half_an_answer_falls_too(package, tmp_path, server, name):
    """An idle connection tells nobody that its server is no primary; a second SET needs its XX."""
    lesson = lesson_of(8)
    right, wrong = HALF[name]
    text = derive(lesson.solution.read_text(encoding="utf-8"), steps_before())
    assert text.count(right) == 1
    edited = package(**{lesson.stem: text.replace(right, wrong)})
    ((_, verdict),) = run_attacks(edited, lesson, [name], server, tmp_path)
    assert verdict.outcome == FELL, verdict


def test_without_a_set_of_servers_the_other_attacks_run(monkeypatch):
    monkeypatch.setattr(redis_server, "WAYS", ("REDIS_URL", "fakeredis"))
    verdicts = dict(run_attacks("solutions", lesson_of(8)))
    apart = {name for name, one in verdicts.items() if one.outcome == DOES_NOT_APPLY}
    assert apart == {"kill_primary", "old_primary", "lost_logout"}, verdicts
    said = {verdicts[name].evidence for name in apart}
    assert said == {"there is no set of several real Redis servers here"}
    assert {one.outcome for one in verdicts.values()} == {HELD, DOES_NOT_APPLY}, verdicts


def test_a_set_that_lost_a_server_is_as_at_first_for_the_next_attack(server):
    with start_set() as servers, Site("solutions", lesson_of(8), redis_set=servers) as site:
        with machines_of(site) as machines:
            machines.servers[0].kill()
            machines.sentinels[2].kill()
        assert servers.is_whole() and servers.primary() is servers.servers[0]
        servers.servers[1].pause()
        assert run_attack("forge", site).outcome == HELD
        assert servers.is_whole()


def test_a_redis_that_holds_no_writes_back_is_spared(monkeypatch):
    """fakeredis knows no INFO: the attacks that need it say that they do not apply."""
    monkeypatch.setattr(redis_server, "WAYS", ("REDIS_URL", "fakeredis"))
    verdicts = dict(run_attacks("solutions", lesson_of(6)))
    apart = {name for name, one in verdicts.items() if one.outcome == DOES_NOT_APPLY}
    assert apart == {"two_tabs", "double_click"}, verdicts
    assert {verdicts[name].evidence for name in apart} == {"this Redis cannot hold writes back"}
    assert {one.outcome for one in verdicts.values()} == {HELD, DOES_NOT_APPLY}, verdicts


@pytest.mark.parametrize("lesson", CATALOGUE, ids=lambda one: one.stem)
def test_held_from_says_what_the_matrix_says(lesson):
    for name, letter in zip(NAMES, expected(lesson.number, "solution"), strict=True):
        if name in lesson.attacks:
            assert letter == ("h" if lesson.number >= held_from(name) else "f"), name


def test_the_starters_are_those_of_lessons(folder):
    for lesson in CATALOGUE:
        written = (folder / f"starter{lesson.number}" / f"{lesson.stem}.py").read_text("utf-8")
        assert written == starters()[f"{lesson.stem}.py"]


def test_nothing_stays_in_redis(folder, server):
    import redis

    run_attacks("starter4", lesson_of(4), None, server, folder)
    with redis.Redis.from_url(server.url) as client:
        assert [key for key in client.scan_iter() if client.ttl(key) == -1] == []


class FakeSite:
    """A site that is only an address."""

    redis = redis_set = None

    def __init__(self, url: str) -> None:
        self.url = self.twin_url = url

    def another(self, **environment: str) -> str:
        """Return its own address."""
        return self.url

    def workers(self, count: int, **environment: str) -> list[str]:
        """Return its own address."""
        return [self.url]

    def restart(self) -> None:
        """Do nothing."""


@contextmanager
def answering(status: int, body: str, server: str = "SessionsFromScratch"):
    """Serve one answer for every request, and count them."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        server_version, sys_version = server, ""

        def do_GET(self) -> None:
            seen.append(self.path)
            page = body if isinstance(body, str) else body[min(len(seen), len(body)) - 1]
            code = status if len(seen) > 2 or isinstance(body, str) else 200
            self.send_response(code)
            self.end_headers()
            self.wfile.write(page.encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", seen
        httpd.shutdown()
        thread.join()


PAGES = ["Welcome", "Views: 2", "Views: 3", "Views: 4", "Views: 5", "Views: 6"]
NEED_REDIS = (
    *("pickle_record", "late_write", "two_tabs", "two_forms", "double_click", "store_away"),
    *("kill_primary", "old_primary", "lost_logout"),
)
OVER_HTTP = [name for name in ATTACKS if name not in NEED_REDIS]


@pytest.mark.parametrize("name", OVER_HTTP)
def test_an_error_page_is_no_answer(name):
    with answering(500, PAGES if name in lesson_of(4).attacks else "Welcome") as (url, _):
        verdict = run_attack_on(name, url)
    assert verdict.outcome == NO_ANSWER and "500" in verdict.evidence


@pytest.mark.parametrize("name", OVER_HTTP)
def test_a_dead_server_is_no_answer(name):
    with answering(200, "Welcome") as (url, _):
        pass
    assert run_attack_on(name, url).outcome == NO_ANSWER


def run_attack_on(name: str, url: str):
    site = FakeSite(url)
    site.log, site.mend = lambda: "", lambda: None
    return run_attack(name, site)


def test_a_crash_over_a_planted_record_is_no_answer(tmp_path, server):
    write_starters(tmp_path)
    file = tmp_path / "starter4" / "lesson4_redis_store.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("return pickle.loads(", "import json; return json.loads("))
    ((_, verdict),) = run_attacks("starter4", lesson_of(4), ["pickle_record"], server, tmp_path)
    assert verdict.outcome == NO_ANSWER and "status 500" in verdict.evidence


def test_a_server_that_does_not_come_back_is_no_answer(tmp_path):
    write_starters(tmp_path)
    with Site("starter2", lesson_of(2), folder=tmp_path) as site:
        (tmp_path / "starter2" / "lesson2_signed_id.py").write_text("1 / 0")
        verdict = run_attack("restart", site)
    assert verdict.outcome == NO_ANSWER and "ZeroDivisionError" in verdict.evidence


def test_a_lesson_that_cannot_be_loaded(tmp_path):
    write_starters(tmp_path)
    (tmp_path / "starter1" / "lesson1_raw_cookie.py").write_text("def (")
    with pytest.raises(ServerFailed, match="SyntaxError"):
        run_attacks("starter1", lesson_of(1), folder=tmp_path)


ELSEWHERE = [
    "http://example.com",
    "http://10.0.0.1",
    "http://0.0.0.0:80",
    "http://127.0.0.1@example.com/",
    "http://127.0.0.1.example.com",
    "https://127.0.0.1",
    "http://",
    "no url",
    "http://127.0.0.1:port",
    "http://[::1%x]",
    "http://[::1%25eth0]:80",
    "http://[fe80::1%lo]",
    "http://127.0.0.1%x",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_addresses_are_refused_without_a_packet(url, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("it connects"))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: pytest.fail("it looks the name up"))
    with pytest.raises(Refused):
        loopback(url)
    with pytest.raises(Refused):
        __import__("attacks.forge").forge.attack(FakeSite(url))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://localhost:1", "http://[::1]:1"])
def test_this_machine_is_not_refused(url):
    assert loopback(url) == url.removesuffix("/x")


@pytest.mark.parametrize("words", ["attack 4", "demo 4"])
def test_no_attack_goes_to_the_redis_of_somebody(tmp_path, words):
    """REDIS_URL may lead to a Redis on which others depend: nothing so much as connects to it."""
    made = Copy(tmp_path)
    made.solve()
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        url = f"redis://:secret@127.0.0.1:{theirs.getsockname()[1]}/0"
        done = made.course(*words.split(), REDIS_URL=url)
        theirs.settimeout(0)
        with pytest.raises(BlockingIOError):
            theirs.accept()
    assert done.returncode == 0 and "REDIS_URL is left alone" in done.stdout, done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert "pickle record" in done.stdout or "pickle_record" in done.stdout


@pytest.mark.parametrize("url", ["redis://127.0.0.1:{}/0", "redis://elsewhere.example:{}/0"])
def test_a_site_takes_no_redis_that_the_course_did_not_start(server, monkeypatch, url):
    """Not even one at the address of ours."""
    theirs = RedisServer(url.format(urlsplit(server.url).port))
    with Site("solutions", lesson_of(1)):
        pass  # what starts the servers runs by now
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("it connects"))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: pytest.fail("it looks the name up"))
    with pytest.raises(ValueError, match="Only a Redis that the course has started"):
        run_attacks("solutions", lesson_of(4), None, theirs)


def run_alone(name: str, *words: str) -> subprocess.CompletedProcess:
    line = [sys.executable, "-m", f"attacks.{name}", *words]
    return subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=30)


def test_a_foreign_server_is_refused_after_one_look():
    with answering(200, PAGES, server="Apache") as (url, seen):
        done = run_alone("forge", url)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and seen == ["/"]


def test_alone_it_refuses_other_machines():
    done = run_alone("forge", "http://example.com")
    assert done.returncode == 2 and "this machine" in done.stderr


def test_alone_it_says_what_it_did():
    with Site("solutions", lesson_of(1)) as site:
        assert run_alone("forge", site.url).stdout.startswith(f"{FELL}: 2 visits")
        restart = run_alone("restart", site.url)
    assert restart.stdout.startswith("does not apply: ") and "attack" in restart.stdout
    with Site("solutions", lesson_of(3)) as site:
        assert run_alone("replay", site.url).stdout.startswith(f"{HELD}: 5 visits")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_short(name):
    lines = (ROOT / "attacks" / f"{name}.py").read_text(encoding="utf-8").splitlines()
    after = lines[lines.index('"""', 1) + 1 :] if '"""' in lines else lines
    assert len([line for line in after if line.strip()]) <= 40


@pytest.mark.parametrize(("solved", "said"), [(False, "8 steps, 1.1 first"), (True, "")])
def test_the_command_says_what_is_not_written_yet(tmp_path, solved, said):
    """What falls on a starter says nothing about anybody's work."""
    copy = Copy(tmp_path)
    if solved:
        copy.solve()
    answer = copy.course("attack", "2")
    assert answer.returncode == 0, answer.stderr
    assert said in answer.stdout and ("Not written yet" in answer.stdout) == bool(said)
    assert ("FELL       replay" in answer.stdout) == solved
