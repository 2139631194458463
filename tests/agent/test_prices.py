"""What tokens cost, against cases reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models import DEFAULT_NAMES
from agent.prices import Cost, Price, Prices, in_dollars, money, total
from memory.usage import Tokens

PRICE = Price.of(Decimal(3), Decimal(15), Decimal("0.30"), Decimal("3.75"))
COUNTS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("tokens", "dollars"),
    [
        (Tokens(), "0"),
        (Tokens(input=1_000_000), "3"),
        (Tokens(output=1_000_000), "15"),
        # 1,000 plain at 3, 8,000 read at 0.30, 1,000 written at 3.75: 3,000 + 2,400 + 3,750
        (Tokens(input=10_000, cached=8_000, cache_write=1_000), "0.00915"),
        # reasoning is part of the output and not paid twice: 500 x 15
        (Tokens(output=500, reasoning=400), "0.0075"),
        # 3,400 in, 3,000 of them read, and 250 out: 1,200 + 900 + 3,750
        (Tokens(input=3_400, cached=3_000, output=250), "0.00585"),
        # a provider that counts what it cached apart from the input leaves nothing below zero
        (Tokens(input=0, cached=1_000_000), "0.30"),
    ],
)
def test_a_cost_is_the_sum_over_the_kinds_of_tokens(tokens: Tokens, dollars: str) -> None:
    assert PRICE.for_tokens(tokens) == Decimal(dollars)


def test_without_a_word_on_the_cache_its_tokens_cost_what_input_costs() -> None:
    price = Price.of(Decimal(2), Decimal(8))
    assert price.for_tokens(Tokens(input=100, cached=60, cache_write=20)) == Decimal("0.0002")


@given(COUNTS, COUNTS, COUNTS)
def test_more_tokens_never_cost_less_and_nothing_is_lost_to_rounding(
    first: int, second: int, output: int
) -> None:
    one, other = Tokens(input=first, output=output), Tokens(input=second)
    assert PRICE.for_tokens(one + other) == PRICE.for_tokens(one) + PRICE.for_tokens(other)
    assert PRICE.for_tokens(one + other) >= PRICE.for_tokens(one)


def test_the_default_models_have_prices_of_their_own() -> None:
    prices = Prices.load()
    for provider, name in DEFAULT_NAMES.items():
        price = prices.price(provider, name)
        assert price is not None
        assert not price.assumed


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("gpt-4o-mini", "gpt-4o-mini"),
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("gpt-4o-2024-11-20", "gpt-4o"),
        ("GPT-4o", "gpt-4o"),
        ("gpt-5.1-latest", "gpt-5.1"),
    ],
)
def test_a_version_of_a_model_costs_what_the_model_costs(name: str, like: str) -> None:
    prices = Prices.load()
    assert prices.price("openai", name) == prices.price("openai", like)
    assert prices.price("openai", name) is not None


def test_an_unlisted_member_of_a_family_has_its_price_and_it_is_said_to_be_assumed() -> None:
    price = Prices.load().price("anthropic", "claude-sonnet-9")
    assert price is not None
    assert price.assumed
    cost = Prices.load().cost("anthropic", "claude-sonnet-9", Tokens(input=1_000_000))
    assert in_dollars(cost) == "about $3.00"


def test_what_runs_on_ones_own_machine_costs_nothing() -> None:
    cost = Prices.load().cost("ollama", "qwen3:8b", Tokens(input=10_000, output=500), guessed=True)
    assert cost == Cost()
    assert in_dollars(cost) == "$0"


@pytest.mark.parametrize("name", ["gpt-5.2-pro", "ft:gpt-4o:org::1", "mistral-large", "o1-pro"])
def test_a_model_of_unknown_price_is_said_to_be_one(name: str) -> None:
    cost = Prices.load().cost("openai", name, Tokens(input=1_000_000, output=2))
    assert (cost.known, cost.unpriced) == (None, 1_000_002)
    assert in_dollars(cost) == "price unknown"


def test_a_budget_counts_the_unknown_as_dear_as_the_dearest_default() -> None:
    prices = Prices.load()
    cost = prices.cost("openai", "mistral-large", Tokens(input=1_000_000, output=1_000_000))
    assert cost.cautious == prices.unknown.input + prices.unknown.output
    for provider, name in DEFAULT_NAMES.items():
        known = prices.price(provider, name)
        assert known is not None
        assert prices.unknown.input >= known.input
        assert prices.unknown.output >= known.output


def test_the_learners_own_prices_go_first_and_the_longest_name_counts() -> None:
    flat, dear = Price.of(Decimal(1), Decimal(1)), Price.of(Decimal(9), Decimal(9))
    prices = Prices.load({"openai:gpt-*": flat, "gpt-4o*": dear, "Mistral-Large": flat})
    assert prices.price("openai", "gpt-6.1-terra") == flat
    assert prices.price("openai", "gpt-4o-mini") == flat, "`openai:gpt-*` is the longer name"
    assert prices.price("openai", "mistral-large") == flat
    assert prices.price("anthropic", "claude-sonnet-5-5") == Prices.load().price(
        "anthropic", "claude-sonnet-5-5"
    )


def test_a_sum_says_what_is_not_known_in_it() -> None:
    prices = Prices.load()
    known = prices.cost("openai", "gpt-4o", Tokens(input=1_000_000))
    unknown = prices.cost("openai", "mistral-large", Tokens(output=1_000))
    both = total([known, unknown])
    assert (both.dollars, both.known, both.unpriced) == (Decimal("2.5"), None, 1_000)
    assert in_dollars(both) == "over $2.50"


@pytest.mark.parametrize(
    ("dollars", "words"),
    [
        ("0", "$0"),
        ("0.00000005", "$0.0001"),
        ("0.0123", "$0.0123"),
        ("0.5", "$0.50"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money_is_worded_as_finely_as_it_matters(dollars: str, words: str) -> None:
    assert money(Decimal(dollars)) == words
