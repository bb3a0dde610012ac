"""Every public screen: what it adds to the pages rendered at the start, and its routes. `app` wires both."""

from datetime import date

import msgspec

from backend.domains.catalogue.rules import Catalogue
from backend.domains.parameters.rules import Parameters
from backend.kernel.languages import LANGUAGES
from backend.web.account import account
from backend.web.assets import MEDIA_TYPES, Assets
from backend.web.counter import form, home, paper, plain, service, services
from backend.web.counter.form import FormPages
from backend.web.counter.paper import DrawnQr
from backend.web.counter.search import SearchIndex
from backend.web.desk import day
from backend.web.pages import PublicPages
from backend.web.public import follow, root, verify
from backend.web.templates import Templates
from backend.words import Words

routes = (
    *root.routes,
    *home.routes,
    *services.routes,
    *service.routes,
    *form.routes,
    *paper.routes,
    *plain.routes,
    *day.routes,
)


def public_pages(
    templates: Templates,
    words: Words,
    assets: Assets,
    catalogue: Catalogue,
    parameters: Parameters,
    index: SearchIndex,
    forms: FormPages,
    *,
    on: date,
    public_url: str,
    qr: DrawnQr,
) -> PublicPages:
    """All pages of these screens, rendered. Figures of the law are those of the day `on`."""
    pages = PublicPages(templates)
    home.add_pages(pages, catalogue, index)
    services.add_pages(pages, index)
    service.add_pages(pages, catalogue, words, parameters, on=on, public_url=public_url)
    form.add_pages(pages, catalogue, forms)
    paper.add_pages(pages, catalogue, words, public_url=public_url, qr=qr)
    plain.add_pages(pages, catalogue, words, parameters, forms.places, on=on)
    follow.add_pages(pages)
    account.add_pages(pages)
    day.add_pages(pages)
    verify.add_pages(pages, words, catalogue, forms.places)
    root.add_pages(pages, words, assets)
    for lang in LANGUAGES:
        content = msgspec.json.encode(index.browser(lang))
        pages.put(f"/{lang}/search.json", content, MEDIA_TYPES[".json"], lang=lang)
    return pages
