"""No text of ours is left out of the catalogues, and none is cut off where other languages need more room."""

import re
from zoneinfo import available_timezones

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.test import override_settings
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR

from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES
from manyhands.apps.groups.forms.start import GROUP_LANGUAGES
from tests.apps.needs.asking import ANSWERS
from tests.journeys.addresses import NEW_GROUP, VISITOR, AddressBook, Kind, list_routes
from tests.journeys.other_letters import put_into_other_letters
from tests.journeys.pseudo import write_catalogues
from tests.journeys.town import make_town

pytestmark = pytest.mark.browser

PSEUDO = [("en-xa", "Pseudo"), ("ar-xb", "Pseudo, right to left")]
GUESTS = (VISITOR, "asking", "sent", "starting a group", "signing in", "volunteer", "organiser")
# Every visible text, and what stands in for one: placeholders, labels that are only heard.
TEXTS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts = [document.title]
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (parent.closest('script, noscript, style, [translate=no], kbd, .language')) continue
        texts.push(walker.currentNode.textContent)
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            if (element.hasAttribute(name) && !element.closest('.language')) texts.push(element.getAttribute(name))
    return texts.map(text => text.trim()).filter(Boolean)
}"""
CLIPPED = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && !e.closest('.visually-hidden, .skip, svg'))
    .filter(e => !['visible', 'auto', 'scroll'].includes(getComputedStyle(e).overflowX))
    .map(e => e.outerHTML.slice(0, 120))"""
WORD = re.compile(r"[^\W\d_]{2,}")
HAS_PLAIN_LETTERS = re.compile("[A-Za-z]")
# Django's own names of days, months and languages, which it translates itself; what has one name everywhere.
CALENDAR = [str(name) for names in (MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR) for name in names.values()]
SPOKEN = [str(LANG_INFO[code].get("name", "")) for code in ("en", "es")] + [
    name for _code, name in GROUP_LANGUAGES
]
# Django keeps the short names of months in small letters, and writes them with a capital one.
NAMES = {
    word.casefold() for name in (*CALENDAR, *SPOKEN, *available_timezones()) for word in WORD.findall(name)
}
# What is a name or a number, and what is data of its own: the kinds of help that ship, in the languages they have.
DATA = re.compile(
    r"\S+@\S+|https?://\S+|[A-Z]\d-\d{3}|/g/\S*|[A-Z]\w+/[\w ]+|\d (?:mi|km)\b|Lansing|Pseudo.*"
    r"|Rosa M\.|\b(?:Ana|Rosa)\b|Holt Helpers|Manyhands|GeoJSON|WGS|QR|SMS|[ap]\.?m\b|\d+\sbytes"
)
SHIPPED = {text for kind in DEFAULT_CATEGORIES for text in (*kind.names.values(), *kind.hints.values())}
ANSWERED = {
    str(part)
    for answers in (*ANSWERS.values(), *NEW_GROUP.values())
    for answer in answers.values()
    for part in (answer if isinstance(answer, list) else [answer])
}


TYPED = re.compile(
    "|".join(sorted((re.escape(text) for text in SHIPPED | ANSWERED if len(text) > 3), key=len)[::-1])
)


@pytest.fixture(scope="module")
def book(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    write_catalogues(folder)
    with override_settings(LANGUAGES=[*settings.LANGUAGES, *PSEUDO], LOCALE_PATHS=[folder]):
        town = make_town(timezone.now())
        book = AddressBook(town, site)
        put_into_other_letters(town)
        yield book


@pytest.mark.parametrize("guest", GUESTS)
def test_every_text_is_in_a_catalogue_and_fits(book, visit, guest):
    visitor = visit("en-xa", "small", reduced_motion="reduce")
    jar = {**book.cookies[guest], settings.LANGUAGE_COOKIE_NAME: "en-xa"}
    visitor.context.add_cookies(
        [{"name": name, "value": value, "url": visitor.site} for name, value in jar.items()]
    )

    found = [
        problem for path in paths_for(book, guest) for problem in look_at(visitor.page, visitor.site, path)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("guest", ["asking", "volunteer"])
def test_pages_from_right_to_left_fit(book, visit, guest):
    visitor = visit("ar-xb", "small", reduced_motion="reduce")
    jar = {**book.cookies[guest], settings.LANGUAGE_COOKIE_NAME: "ar-xb"}
    visitor.context.add_cookies(
        [{"name": name, "value": value, "url": visitor.site} for name, value in jar.items()]
    )
    found = []
    for path in paths_for(book, guest):
        visitor.page.goto(visitor.site + path)
        assert visitor.page.locator("html").get_attribute("dir") == "rtl"
        found += cut_off(visitor.page, path)

    assert not found, "\n".join(found)


def paths_for(book, guest):
    own = [one for route in list_routes() for one in book.addresses(route) if one.guest == guest]
    return sorted(
        {one.path for one in own if not one.route.startswith("gallery") and book.kind_of(one) == Kind.PAGE}
    )


def look_at(page, site, path):
    page.goto(site + path)
    page.evaluate("document.querySelector('.toasts')?.remove()")
    found = []
    for text in page.evaluate(TEXTS):
        ours = DATA.sub("", TYPED.sub("", text))
        words = {word.casefold() for word in WORD.findall(ours) if HAS_PLAIN_LETTERS.search(word)}
        if words - NAMES:
            found.append(f"{path}: not in a catalogue: {text[:80]}")
    return found + cut_off(page, path)


def cut_off(page, path):
    found = []
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 700})
        found += [f"{path} at {width}: cut off: {element}" for element in page.evaluate(CLIPPED)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} at {width}: has to be scrolled sideways")
    return found
