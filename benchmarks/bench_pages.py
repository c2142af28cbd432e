"""What each page costs on the demo town, beside a page that does nothing, in one run."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from litestar.testing import TestClient

from benchmarks.measuring import Row, report, side_by_side
from brokerage.app import create_app
from brokerage.demo.load import load_demo
from brokerage.domain.people import Person, Role
from brokerage.settings import Settings
from brokerage.store.engine import create_engines, session_scope
from brokerage.store.market_cache import MarketCache
from brokerage.store.migrations import migrate
from brokerage.store.people import person_by_email
from brokerage.usecases import sign_in
from brokerage.wiring import SystemClock, Wiring
from tests.browser.demo import EMAILS
from tests.cast import Browser, Inbox, post

LONGEST_WAIT_SECONDS = 60


def main() -> None:
    """Sign in as a broker, propose a week, then look at each page and make an edit."""
    with TemporaryDirectory() as folder:
        wiring = demo_wiring(Path(folder))
        with TestClient(create_app(wiring=wiring), base_url="http://testserver.local") as browser:
            enter(browser, wiring, EMAILS[Role.BROKER.value])
            package = proposed_package(browser)
            pages = {
                "caseload": "/clients",
                "client": "/clients/asha",
                "conversation": "/clients/asha/conversation",
                "package editor": package,
                "market": "/market",
            }
            rows = [row(browser, name, path) for name, path in pages.items()]
        report("pages", "Pages of the demo town, whole request", rows, baseline="a page that does nothing (/health)")
        wiring.solver.shutdown()
        wiring.engines.dispose()


def demo_wiring(folder: Path) -> Wiring:
    """The application's parts on a fresh demo database."""
    engines = create_engines(f"sqlite:///{folder}/demo.db")
    migrate(engines.write)
    with session_scope(engines.write) as session:
        load_demo(session, SystemClock())
    settings = Settings(data_folder=folder, is_demo=True)
    return Wiring(settings, engines, SystemClock(), Inbox(), MarketCache(), ThreadPoolExecutor(1))


def enter(browser: Browser, wiring: Wiring, email: str) -> None:
    """Sign the browser in."""
    with session_scope(wiring.engines.write) as session:
        person = person_by_email(session, email)
        assert isinstance(person, Person)
        link = sign_in.make_link(session, wiring.clock, person, 5)
    post(browser, f"/sign-in/{link.token}", {})


def proposed_package(browser: Browser) -> str:
    """Propose for the first client and wait; gives the address of the package."""
    answer = post(browser, "/clients/asha/propose", {}, follow=True)
    until = monotonic() + LONGEST_WAIT_SECONDS
    while monotonic() < until:
        page = browser.get(str(answer.url.path))
        if found := re.search(r'href="(/packages/pkg_[^"/]+)"', page.text):
            return found[1]
        sleep(0.2)
    raise SystemExit("the proposal took too long")


def row(browser: Browser, name: str, path: str) -> Row:
    """One page beside /health."""
    page = browser.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    ours, nothing = side_by_side([lambda: browser.get(path), lambda: browser.get("/health")], runs=10)
    return Row(name, ours, nothing, {"kB": round(len(page.content) / 1024)})


if __name__ == "__main__":
    main()
