"""What the learner set: the environment first, then the settings file.

Read where the agent loads or an outside service is met; importing this takes a fifth of a second.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from base.errors import InvalidInput
from base.paths import config_file


class ModelPrice(BaseModel):
    """US dollars per million tokens; those of a cache cost what input costs where none is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(default=None, ge=0)
    cache_write: Decimal | None = Field(default=None, ge=0)


class Settings(BaseSettings):
    """`WAYMARK_MODEL`, `WAYMARK_OFFLINE` and so on, or the same names in `config.toml`."""

    model_config = SettingsConfigDict(env_prefix="WAYMARK_", extra="forbid", frozen=True)

    model: str = "auto"
    offline: bool = False
    """True: no request leaves this machine, whatever keys are there."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds a model provider may stay silent."""
    retries: int = Field(default=1, ge=0, le=5)
    """How often a model is asked again after a failure that may pass."""
    openai_base_url: str = ""
    anthropic_base_url: str = ""
    """Another server that speaks as the provider does. `OPENAI_BASE_URL` and
    `ANTHROPIC_BASE_URL` go before them."""
    openai_api: Literal["auto", "responses", "chat"] = "auto"
    """Which of OpenAI's two APIs is spoken. `auto`: Responses at OpenAI's own address, chat
    completions at any other."""
    otel_endpoint: str = ""
    """An OpenTelemetry collector to which spans of each turn go, such as http://localhost:4318;
    `OTEL_EXPORTER_OTLP_ENDPOINT` goes before it."""
    budget: Decimal | None = Field(default=None, ge=0)
    """US dollars a month for models, as estimated; None for no limit."""
    prices: dict[str, ModelPrice] = Field(default_factory=dict)
    """Prices of one's own by model, as `NAME` or `PROVIDER:NAME`, with `*` and `?`."""
    context_tokens: int | None = Field(default=None, ge=8_000)
    """How much the model reads at once, where it was started with less than it could read."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # fixed by pydantic-settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        from_file = TomlConfigSettingsSource(settings_cls, toml_file=config_file())
        return init_settings, env_settings, from_file

    @classmethod
    def load(cls) -> Settings:
        """The settings in force.

        Raises:
            InvalidInput: the file is not TOML, or a name or value in it does not fit.
        """
        try:
            return cls()
        except tomllib.TOMLDecodeError as error:
            raise InvalidInput(
                f"The settings file {config_file()} is not TOML: {error}.",
                hint="Mend that line, or move the file away to start with the defaults.",
            ) from error
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise InvalidInput(
                f"The setting “{name}” does not fit: {first['msg']}.",
                hint=f"It is set in {config_file()} or as WAYMARK_{name.upper()}.",
            ) from error
