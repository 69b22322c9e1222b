"""What the configuration may say and this version does not do yet → a refusal, before anything is read or written.

A setting that was passed over in silence would be worse than none: somebody relies on it.
"""

from hcsync.config import Config
from hcsync.errors import ConfigError
from hcsync.model.codes import Code


def refuse_unsupported(config: Config) -> None:
    """Raises ConfigError, naming the first such setting."""
    safety = config.safety
    limits = (safety.max_update, safety.max_unpublish, safety.max_delete, safety.max_locale_removal)
    for setting, used in (
        ("limits under `safety`", any(limit is not None for limit in limits)),
        ("assets.store", config.assets.store is not None),
    ):
        if used:
            raise ConfigError(
                f"{setting}: this version of hcsync does not do that yet.",
                hint="Take it out of hcsync.yml, so that nobody relies on it.",
                code=Code.CONFIG_INVALID,
                place=config.path.name if config.path else None,
            )
