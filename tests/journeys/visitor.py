"""Somebody in front of a page: finds things by what they are called, with a pointer or with the keyboard alone."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import BrowserContext, Locator, Page, expect

from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.policies import TWO_FACTORS
from tests.worlds import sign_in

PICTURES = Path("test-results")
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "small": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
# Nobody presses Tab more often than this before giving up.
PATIENCE = 150
WRITABLE = "input:not([type=radio], [type=checkbox]), textarea"
HAS_FOCUS = "element => element === document.activeElement"
# A machine that runs everything at once answers late; a page that is wrong stays wrong.
expect.set_options(timeout=15_000)


def size_of(name: str) -> dict[str, Any]:
    return SIZES[name]


class Visitor:
    """Texts are given as they stand in the source, and looked for in this person's language."""

    def __init__(self, context: BrowserContext, site: str, clock: Any, language: str, hands: str) -> None:
        self.context, self.site, self.clock = context, site, clock
        self.language, self.hands = language, hands
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "the server responded with" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    # --- words ---------------------------------------------------------------------------------------------

    def words(self, text: str, **values: Any) -> str:
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    def counted(self, one: str, several: str, count: int) -> str:
        with override(self.language):
            return ngettext(one, several, count) % {"count": count}

    # --- going ---------------------------------------------------------------------------------------------

    def sign_in(self, user: User, *, factors: int = TWO_FACTORS) -> None:
        """The cookie that signing in would have left; signing in itself has its own test."""
        client = Client()
        sign_in(client, user, factors=factors)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])

    def open(self, address: str) -> None:
        answer = self.page.goto(address if address.startswith("http") else self.site + address)
        assert answer is not None
        assert answer.status < 400, f"{answer.status} at {address}"
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def read_for(self, seconds: float) -> None:
        """Take as long as a person takes, without making the test wait for it."""
        self.clock.shift(seconds)

    def picture(self, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    # --- doing ---------------------------------------------------------------------------------------------

    def press(self, text: str, **values: Any) -> None:
        """A button, or a link, that leads on."""
        self._lead_on(self._called(self.words(text, **values)))

    def press_starting(self, text: str) -> None:
        """The first whose name begins like this."""
        begin = re.compile("^" + re.escape(self.words(text)))
        button, link = (self.page.get_by_role(role, name=begin) for role in ("button", "link"))
        self._lead_on(button.or_(link).first)

    def follow(self, name: str) -> None:
        """A link whose text is somebody's own, and so in no catalogue."""
        self._lead_on(self.page.get_by_role("link", name=name).first)

    def choose(self, text: str, **values: Any) -> None:
        """A radio button or a tick."""
        self.choose_named(self.words(text, **values))

    def choose_named(self, text: str) -> None:
        name = re.compile("^" + re.escape(text))
        box = (
            self.page.get_by_role("radio", name=name).or_(self.page.get_by_role("checkbox", name=name)).first
        )
        expect(box).to_be_attached()
        if self.hands != "keyboard":
            # The whole card is the label, and lies over the box.
            self.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        elif box.get_attribute("type") == "radio":
            self._choose_with_arrows(box)
        else:
            self._focus(box)
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def write(self, label: str, value: str) -> None:
        # "(optional)" may follow.
        named = self.page.get_by_label(re.compile("^" + re.escape(self.words(label))))
        field = named.and_(self.page.locator(WRITABLE)).first
        if self.hands != "keyboard":
            field.fill(value)
            return
        self._focus(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(value)

    def unfold(self, text: str) -> None:
        """A summary that hides more."""
        summary = self.page.locator("summary", has_text=self.words(text)).first
        if self.hands != "keyboard":
            summary.click()
            return
        self._focus(summary)
        self.page.keyboard.press("Enter")

    # --- seeing --------------------------------------------------------------------------------------------

    def sees(self, text: str, **values: Any) -> None:
        self.reads(self.words(text, **values))

    def reads(self, text: str) -> None:
        """This very text, in whichever language."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def does_not_read(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0)

    def heading(self, text: str, **values: Any) -> None:
        expect(self.page.get_by_role("heading", name=self.words(text, **values), level=1)).to_be_visible()

    # --- hands ---------------------------------------------------------------------------------------------

    def _called(self, name: str) -> Locator:
        # What is said to the ear only follows the visible words.
        begins = re.compile("^" + re.escape(name) + r"( \w)?$|^" + re.escape(name) + r"[:,]? ")
        exact = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        expect(
            exact.or_(self.page.get_by_role("button", name=begins))
            .or_(self.page.get_by_role("link", name=begins))
            .first
        ).to_be_visible()
        if exact.count():
            return exact.first
        return (
            self.page.get_by_role("button", name=begins).or_(self.page.get_by_role("link", name=begins)).first
        )

    def _lead_on(self, target: Locator) -> None:
        expect(target).to_be_visible()
        if self.hands == "keyboard":
            self._focus(target)
        with self.page.expect_navigation():
            if self.hands == "keyboard":
                self.page.keyboard.press("Enter")
            else:
                target.click()

    def _focus(self, target: Locator) -> None:
        """Tab until it has the focus: nothing else is allowed to put it there."""
        expect(target).to_be_attached()
        for _ in range(PATIENCE):
            if target.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {target}.")

    def _choose_with_arrows(self, box: Locator) -> None:
        """Tab reaches one radio button of a group; the arrows move among them."""
        name = box.get_attribute("name")
        group = f"document.activeElement.name === {name!r}"
        for _ in range(PATIENCE):
            if self.page.evaluate(group):
                break
            self.page.keyboard.press("Tab")
        if not box.is_checked() and box.evaluate(HAS_FOCUS):
            self.page.keyboard.press("Space")
        for _ in range(PATIENCE):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {box}.")
