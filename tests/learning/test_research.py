"""Research as the mentor does it: the shelf, arXiv over it, the web beside it, and what is kept."""

from __future__ import annotations

import pytest

from base.errors import InvalidInput, NotFound, ServiceError
from learning.arxiv_search import ArxivSearch
from learning.outside import Patience
from learning.research import ResearchService, parse_since
from learning.study import Study
from learning.web_search import WebSearch
from tests.servers.arxiv_server import Entry, answering, arxiv_server, silent_server
from tests.servers.loopback import Answer
from tests.servers.tavily_server import KEY, refusal, result, tavily_server

ATTENTION = Entry("1706.03762", "Attention Is All You Need", "We propose the Transformer.")
NEW = Entry("2601.00042", "A Newer Attention", "It is newer.", authors=("Ada Lovelace",))


def research_of(study: Study, url: str, patience: Patience | None = None) -> ResearchService:
    arxiv = ArxivSearch(url, patience, pause=0.0)
    return ResearchService(study.memory, study.roadmap, study.clock, arxiv=arxiv)


def with_web(study: Study, url: str) -> ResearchService:
    web = WebSearch(KEY, url)
    return ResearchService(study.memory, study.roadmap, study.clock, web=web)


class TestPapers:
    def test_arxiv_answers_where_it_can(self, study: Study) -> None:
        with arxiv_server([ATTENTION, NEW]) as server:
            found = research_of(study, server.url).papers("attention")
        assert (found.source, found.note) == ("arXiv", "")
        known, new = found.items
        assert known.outside
        assert known.read_first
        assert "transformers" in known.topics
        assert known.authors == "Ada Lovelace et al."
        assert (new.topics, new.authors, new.year) == ((), "Ada Lovelace", 2024)
        assert new.url == "https://arxiv.org/abs/2601.00042"

    def test_the_shelf_answers_where_nobody_listens_and_says_why(self, study: Study) -> None:
        found = study.research.papers("RAG papers")
        assert found.source == "shelf"
        assert "arXiv cannot be reached. These are from the shelf" in found.note
        assert found.items[0].arxiv_id == "2005.11401"
        assert not any(card.outside for card in found.items)

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(500, "text/plain", ()),
            Answer(429, "text/plain", ()),
            Answer(200, "text/html", (b"<html>Rate exceeded.</html>",)),
        ],
    )
    def test_the_shelf_answers_where_arxiv_fails(self, study: Study, answer: Answer) -> None:
        with answering(answer) as server:
            found = research_of(study, server.url).papers("LoRA")
        assert found.source == "shelf"
        assert found.note.startswith("arXiv ")
        assert found.items[0].arxiv_id == "2106.09685"

    def test_the_shelf_answers_where_arxiv_says_nothing(self, study: Study) -> None:
        with silent_server() as server:
            short = Patience(connect=0.5, idle=0.2, total=0.5)
            found = research_of(study, server.url, short).papers("LoRA")
        assert "did not answer in time" in found.note
        assert found.items

    def test_the_shelf_answers_where_arxiv_has_nothing(self, study: Study) -> None:
        with arxiv_server([]) as server:
            found = research_of(study, server.url).papers("LoRA")
        assert "no paper with all of these words" in found.note
        assert found.items[0].title.startswith("LoRA")

    def test_offline_nothing_is_asked(self, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WAYMARK_OFFLINE", "1")
        monkeypatch.setenv("TAVILY_API_KEY", KEY)
        with arxiv_server([ATTENTION]) as arxiv, tavily_server() as tavily:
            monkeypatch.setenv("WAYMARK_TAVILY_URL", tavily.url)
            research = research_of(study, arxiv.url)
            assert research.papers("attention").note.startswith("You work offline.")
            assert research.paper("1706.03762").card.title == "Attention Is All You Need"
            assert research.resources("attention").source == "shelf"
            assert (arxiv.asked, tavily.asked) == ([], [])

    def test_the_shelf_keeps_to_the_date_and_owns_up_to_knowing_no_categories(
        self, study: Study
    ) -> None:
        found = study.research.papers("attention", category="cs.cl", since="2022-06")
        assert found.items
        assert all((card.year or 0) >= 2022 for card in found.items)
        assert "cs.CL was left out" in found.note

    def test_nothing_found_is_said_and_not_filled_with_the_nearest(self, study: Study) -> None:
        found = study.research.papers("zymurgy of sourdough")
        assert found.items == ()
        assert "no papers on this" in found.note

    @pytest.mark.parametrize("limit", [1, 3])
    def test_no_more_are_found_than_asked_for(self, study: Study, limit: int) -> None:
        assert len(study.research.papers("transformers", limit=limit).items) == limit
        assert len(study.research.resources("python", limit=limit).items) == limit

    @pytest.mark.parametrize(
        ("query", "category", "since", "limit"),
        [
            ("", None, None, 8),
            (" \u200b\n?", None, None, 8),
            ("attention", "computer science", None, 8),
            ("attention", None, "last year", 8),
            ("attention", None, None, 0),
            ("attention", None, None, 1000),
        ],
    )
    def test_what_cannot_be_asked_is_refused(
        self, study: Study, query: str, category: str | None, since: str | None, limit: int
    ) -> None:
        with pytest.raises(InvalidInput) as caught:
            study.research.papers(query, category, since, limit)
        assert caught.value.hint


class TestOnThePapersShelf:
    @pytest.mark.parametrize(
        ("query", "identifier"),
        [
            ("Attention Is All You Need", "1706.03762"),
            ("constitutional AI", "2212.08073"),
            ("papers about agents", "2308.11432"),
            ("prompt injection", "2211.09527"),
            ("knowledge distillation", "1503.02531"),
            ("the Adam optimiser", "1412.6980"),
            ("Stable Diffusion", "2112.10752"),
            ("Chinchila", "2203.15556"),
        ],
    )
    def test_a_paper_is_found_by_its_name_its_topic_or_nearly(
        self, study: Study, query: str, identifier: str
    ) -> None:
        assert identifier in [c.arxiv_id for c in study.research.papers(query, limit=3).items]

    @pytest.mark.parametrize(
        ("query", "begin", "deeper"),
        [
            ("pruning", "2301.00774", "2306.11695"),
            ("agents", "2308.11432", "2304.03442"),
            ("attention mechanisms", "2205.14135", "2305.13245"),
        ],
    )
    def test_where_to_begin_comes_before_what_goes_deeper(
        self, study: Study, query: str, begin: str, deeper: str
    ) -> None:
        order = [card.arxiv_id for card in study.research.papers(query).items]
        assert order.index(begin) < order.index(deeper)


class TestOnePaper:
    def test_our_card_and_arxivs_abstract_stand_together(self, study: Study) -> None:
        with arxiv_server([ATTENTION]) as server:
            page = research_of(study, server.url).paper("arXiv:1706.03762v7")
        assert not page.card.outside
        assert page.abstract == "We propose the Transformer."

    def test_a_paper_that_is_not_on_the_shelf_comes_from_arxiv(self, study: Study) -> None:
        with arxiv_server([NEW]) as server:
            page = research_of(study, server.url).paper("2601.00042")
        assert page.card.outside
        assert page.card.title == "A Newer Attention"

    def test_a_name_from_the_shelf_will_do(self, study: Study) -> None:
        page = study.research.paper("QLoRA")
        assert page.card.arxiv_id == "2305.14314"
        assert page.abstract == ""
        assert "abstract is not here" in page.note

    def test_a_paper_nobody_has_is_not_found(self, study: Study) -> None:
        with arxiv_server([]) as server:
            research = research_of(study, server.url)
            with pytest.raises(NotFound, match=r"9999\.99999"):
                research.paper("9999.99999")
            with pytest.raises(NotFound, match="zymurgy"):
                research.paper("zymurgy")
            assert research.paper("1706.03762").note == "arXiv did not return its abstract."

    def test_a_paper_that_only_arxiv_has_needs_arxiv(self, study: Study) -> None:
        with pytest.raises(ServiceError, match="cannot be reached"):
            study.research.paper("2601.00042")


class TestResources:
    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("Papers with Code", "Papers with Code"),
            ("the batch", "The Batch"),
            ("fast.ai courses", "Fast.ai courses (practical approach)"),
            ("fast.ai practical deep learning", "Fast.ai Practical Deep Learning"),
            ("kaggel competitions", "Kaggle competitions (beginner tier)"),
            ("Chip Huyen designing machine learning systems",
             "Designing Machine Learning Systems (Chip Huyen)"),
            ("RAG evaluation", "Ragas documentation"),
            ("course on MLOps", "Made With ML (MLOps course)"),
        ],
    )  # fmt: skip
    def test_a_resource_is_found_by_name_or_subject(
        self, study: Study, query: str, title: str
    ) -> None:
        found = study.research.resources(query, limit=3)
        assert found.source == "shelf"
        assert title in [card.title for card in found.items]

    def test_only_one_kind_is_found_where_one_is_asked_for(self, study: Study) -> None:
        found = study.research.resources("machine learning", "podcast")
        assert {card.kind for card in found.items} == {"podcast"}
        newsletters = study.research.resources("newsletters")
        assert {"The Batch", "Import AI", "TLDR AI"} <= {c.title for c in newsletters.items}

    def test_nothing_found_is_said(self, study: Study) -> None:
        found = study.research.resources("zymurgy of sourdough")
        assert found.items == ()
        assert "no resources on this" in found.note

    def test_without_a_key_the_web_is_not_asked(
        self, study: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tavily_server([result("A page", "https://example.org")]) as server:
            monkeypatch.setenv("WAYMARK_TAVILY_URL", server.url)
            monkeypatch.setenv("TAVILY_API_KEY", " ")
            assert study.research.resources("data drift").source == "shelf"
            assert server.asked == []

    def test_with_a_key_the_web_joins_the_shelf(
        self, study: Study, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = result("Drift explained", "https://example.org/drift", "What drift is.")
        with tavily_server([page]) as server:
            monkeypatch.setenv("WAYMARK_TAVILY_URL", server.url)
            monkeypatch.setenv("TAVILY_API_KEY", KEY)
            found = study.research.resources("data drift", "blog")
        assert found.source == "web"
        assert [card.title for card in found.items if card.outside] == ["Drift explained"]
        assert server.asked[0].body["query"] == "data drift blog"

    def test_a_page_that_is_on_the_shelf_is_shown_once_and_as_ours(self, study: Study) -> None:
        with tavily_server([result("evidently!", "https://docs.evidentlyai.com/")]) as server:
            found = with_web(study, server.url).resources("Evidently AI")
        assert [c.title for c in found.items if "evidentlyai" in c.url] == [
            "Evidently documentation"
        ]

    def test_the_web_does_not_crowd_out_the_shelf_nor_the_shelf_the_web(self, study: Study) -> None:
        pages = [result(f"Page {n}", f"https://example.org/{n}") for n in range(8)]
        with tavily_server(pages) as server:
            found = with_web(study, server.url).resources("python", limit=8)
        assert [card.outside for card in found.items] == [False] * 4 + [True] * 4

    def test_where_the_web_fails_the_shelf_answers_and_says_why(self, study: Study) -> None:
        with tavily_server(answer=refusal(401, f"bad key {KEY}")) as server:
            found = with_web(study, server.url).resources("data drift")
        assert found.source == "shelf"
        assert found.items
        assert found.note.startswith("Tavily does not know this key.")


class TestLibrary:
    def test_a_paper_from_the_shelf_is_kept_under_its_title(self, study: Study) -> None:
        kept = study.research.save("https://arxiv.org/abs/1706.03762v5", "for the weekend")
        assert kept.id == "arxiv.1706-03762"
        assert (kept.kind, kept.title) == ("paper", "Attention Is All You Need")
        assert kept.note == "for the weekend"
        assert kept.saved_at == study.clock()
        assert study.research.library() == (kept,)
        assert study.research.is_ours(kept)

    @pytest.mark.parametrize(
        ("item", "place"),
        [
            ("the-batch", "the-batch"),
            ("The Batch", "the-batch"),
            ("https://www.deeplearning.ai/the-batch", "the-batch"),
            ("QLoRA", "arxiv.2305-14314"),
            ("OpenAI Cookbook", "openai-cookbook"),
        ],
    )
    def test_what_is_on_the_shelf_is_known_by_id_name_and_address(
        self, study: Study, item: str, place: str
    ) -> None:
        assert study.research.save(item).id == place

    def test_what_was_found_outside_is_kept_under_the_title_it_had_there(
        self, study: Study
    ) -> None:
        with arxiv_server([NEW]) as server:
            research = research_of(study, server.url)
            research.papers("attention")
            kept = research.save("2601.00042")
        assert (kept.id, kept.title) == ("arxiv.2601-00042", "A Newer Attention")
        assert not research.is_ours(kept)

    def test_a_page_of_the_web_is_kept_by_its_address(self, study: Study) -> None:
        long_address = "https://example.org/a?q=" + "x" * 400
        kept = study.research.save(long_address)
        assert (kept.kind, kept.url, kept.title) == ("page", long_address, "example.org/a")
        assert not study.research.is_ours(kept)

    def test_an_identifier_nobody_described_is_kept_as_it_is(self, study: Study) -> None:
        assert study.research.save("hep-th/9901001").title == "arXiv:hep-th/9901001"

    def test_kept_twice_it_stays_once_and_an_empty_note_leaves_the_earlier(
        self, study: Study
    ) -> None:
        study.research.save("The Batch", "weekly")
        study.research.save("The Batch")
        (kept,) = study.research.library()
        assert kept.note == "weekly"
        study.research.save("The Batch", "on Thursdays")
        assert [item.note for item in study.research.library()] == ["on Thursdays"]

    def test_notes_are_cleaned(self, study: Study) -> None:
        assert study.research.save("The Batch", "a\u202eb\x1b[2Jc\n").note == "abc"

    @pytest.mark.parametrize("item", ["", "zymurgy", "javascript:alert(1)", "https:// x"])
    def test_what_is_nothing_is_not_kept(self, study: Study, item: str) -> None:
        with pytest.raises(NotFound):
            study.research.save(item)
        assert study.research.library() == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (None, None),
        (" ", None),
        ("2024", "2024-01-01"),
        ("2024-6", "2024-06-01"),
        ("2024-06-15", "2024-06-15"),
    ],
)
def test_a_year_a_month_or_a_day_is_a_date_to_search_from(
    text: str | None, day: str | None
) -> None:
    parsed = parse_since(text)
    assert (parsed.isoformat() if parsed else None) == day


@pytest.mark.parametrize("text", ["2024-13", "2023-02-30", "0000", "24", "June 2024"])
def test_other_words_for_a_date_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a date"):
        parse_since(text)
