"""What the configuration may say and this version does not do yet → a refusal, before anything is read or written.

A setting that was passed over in silence would be worse than none: somebody relies on it.
"""

from hcsync.config import Config
from hcsync.errors import ConfigError
from hcsync.model.codes import Code


def refuse_unsupported(config: Config) -> None:
    """Raises ConfigError, naming the setting."""
    if config.assets.store is not None:
        raise ConfigError(
            "assets.store: this version of hcsync does not do that yet.",
            hint="Take it out of hcsync.yml, so that nobody relies on it.",
            code=Code.CONFIG_INVALID,
            place=config.path.name if config.path else None,
        )
