"""`waymark models`: what is there, which one answers and why, and the keys."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import InvalidInput, ServiceError
from base.text import clean, one_line
from cli.command import (
    HomeOption,
    JsonOption,
    ModelOption,
    chosen,
    command,
    keep_shared,
    print_json,
)

if TYPE_CHECKING:
    from agent.models import ProviderState
    from agent.providers import ListedModel, Provider


KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "openai": "OPENAI_API_KEY",
    "tavily": "TAVILY_API_KEY",
}


NOBODY_READY = "No provider is ready: set a key, or start Ollama. `waymark models` shows why."


@dataclass(frozen=True, slots=True)
class Listing:
    """What one provider answered; `error` says what went wrong, empty where nothing did."""

    provider: Provider
    models: tuple[ListedModel, ...]
    error: str = ""


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Show which models are there, which one answers and why.\n\n"
        "Nothing is asked of a provider but Ollama, which runs on this machine. `waymark models "
        "list` asks.\n\nExample: waymark models --model ollama",
        rich_markup_mode=None,
    )

    @family.callback(invoke_without_command=True)
    def models(
        context: typer.Context,
        as_json: JsonOption = False,
        home: HomeOption = None,
        model: ModelOption = None,
    ) -> None:
        keep_shared(context, home, model)
        if context.invoked_subcommand is None:
            _show(context, as_json=as_json)

    app.add_typer(family, name="models")
    _register_list(family)
    _register_key(family)


def _register_list(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(
        context: typer.Context,  # noqa: ARG001  # every command has it
        provider: Annotated[
            str | None,
            typer.Argument(help="anthropic, openai or ollama; without it, all that are ready."),
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Ask the providers which models they have.

        Of Ollama's you are told how large they are and whether they can use tools, which a mentor
        needs. Example: waymark models list openai
        """
        listings = [_listing(name, alone=provider is not None) for name in _named(provider)]
        if as_json:
            print_json({"providers": [asdict(listing) for listing in listings]})
        else:
            typer.echo("\n\n".join(map(_in_lines, listings)) or NOBODY_READY)
        if any(listing.error for listing in listings):
            raise typer.Exit(ServiceError.exit_code)


def _register_key(app: typer.Typer) -> None:
    @command(app, "key", more_words=True)
    def key(
        context: typer.Context,
        provider: Annotated[str, typer.Argument(help=f"{', '.join(KEYS)}.")],
        forget: Annotated[
            bool, typer.Option("--forget", help="Take the key out of the keyring.")
        ] = False,
    ) -> None:
        """Keep a provider's key in the keyring of this system.

        It is asked for without being shown, or read from a pipe; it is never an argument, and
        stands in no file of ours. Example: waymark models key openai
        """
        from base.keys import forget_key, keep_key, key_source

        name = KEYS.get(provider.lower())
        if name is None:
            raise InvalidInput(
                f"“{one_line(provider, 40)}” is nobody whose key is used here.",
                hint=f"Name one of: {', '.join(KEYS)}.",
            )
        if context.args:
            raise InvalidInput(
                "A key is never an argument: it would stand in your shell's history.",
                hint="Leave it away; you are asked for it. Consider that one as seen by others.",
            )
        if forget:
            gone = forget_key(name)
            typer.echo(f"{name} is out of the keyring." if gone else f"No {name} was there.")
        else:
            keep_key(name, _asked_key(name))
            typer.echo(f"{name} is in the keyring.")
        if key_source(name) == "environment":
            typer.echo(f"{name} is set in the environment, which goes before the keyring.")


def _asked_key(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    return str(typer.prompt(f"{name} (not shown)", hide_input=True, err=True))


def _show(context: typer.Context, *, as_json: bool) -> None:
    from agent.models import choose_model, provider_states
    from base.settings import Settings

    settings = Settings.load()
    states = provider_states(settings)
    choice = choose_model(chosen(context).model or settings.model, settings)
    if as_json:
        print_json(
            {
                "chosen": {"spec": choice.spec, "reason": choice.reason},
                "providers": [asdict(state) for state in states],
            }
        )
        return
    for state in states:
        typer.echo(f"{'✓' if state.ready else '·'} {state.provider:<10} {state.detail}")
        if way := _way(state):
            typer.echo(f"{'':<13}{way}")
    typer.echo(f"\n{choice.spec} answers: {choice.reason}.")


def _way(state: ProviderState) -> str:
    """How the provider is reached, where there is something to say of it."""
    if not state.address or not (state.ready or state.address_from):
        return ""
    source = f" ({state.address_from})" if state.address_from else ""
    proxy = f", through the proxy {state.proxy}" if state.proxy else ""
    return f"{state.address}{source}, {state.api}{proxy}"


def _named(provider: str | None) -> list[Provider]:
    """Who is to be asked: the one that was named, else all that are ready."""
    from agent.models import provider_states
    from base.settings import Settings

    settings = Settings.load()
    if settings.offline:
        raise InvalidInput(
            "Offline is set, so no provider is asked.",
            hint="Unset WAYMARK_OFFLINE (or offline in the settings file).",
        )
    states = [state for state in provider_states(settings) if state.provider != "offline"]
    if provider is None:
        return [state.provider for state in states if state.ready]
    named = [state.provider for state in states if state.provider == provider.lower()]
    if not named:
        known = ", ".join(state.provider for state in states)
        raise InvalidInput(
            f"“{one_line(provider, 40)}” is no provider.", hint=f"Name one of: {known}."
        )
    return named


def _listing(provider: Provider, *, alone: bool) -> Listing:
    """What the provider lists. One that fails among several is told beside the others."""
    from agent.listed_models import listed_models
    from base.settings import Settings

    if sys.stderr.isatty():
        sys.stderr.write(f"asking {provider} …")
        sys.stderr.flush()
    try:
        return Listing(provider, listed_models(provider, Settings.load()))
    except ServiceError as error:
        if alone:
            raise
        return Listing(provider, (), f"{error.message} {error.hint}".strip())
    finally:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


def _in_lines(listing: Listing) -> str:
    from agent.models import DEFAULT_NAMES

    if listing.error:
        return listing.error
    width = max((len(model.name) for model in listing.models), default=0)
    default = DEFAULT_NAMES.get(listing.provider)
    lines = [f"{listing.provider}: {len(listing.models)} models"]
    for model in listing.models:
        size = f"{model.size / 1e9:6.1f} GB" if model.size is not None else ""
        tools = {True: "uses tools", False: "no tools, so it cannot be the mentor", None: ""}
        notes = (size, tools[model.tools], "the default" if model.name == default else "")
        words = ", ".join(filter(None, notes))
        lines.append(f"  {clean(model.name):<{width}}  {words}".rstrip())
    return "\n".join(lines)
