"""Locale codes go in; their names, their direction and the locale that a browser wants come out."""

from collections.abc import Sequence

_NAMES = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "bs": "Bosanski", "ca": "Català", "cs": "Čeština",
    "da": "Dansk", "de": "Deutsch", "de-form": "Deutsch (formell)", "el": "Ελληνικά", "en": "English",
    "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "he": "עברית", "hi": "हिन्दी",
    "hr": "Hrvatski", "hu": "Magyar", "id": "Bahasa Indonesia", "it": "Italiano", "ja": "日本語", "ko": "한국어",
    "lt": "Lietuvių", "lv": "Latviešu", "mn": "Монгол", "ms": "Bahasa Melayu", "nb": "Norsk bokmål",
    "nl": "Nederlands", "pl": "Polski", "pt": "Português", "pt-BR": "Português (Brasil)", "ro": "Română",
    "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili",
    "th": "ไทย", "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh-CN": "简体中文",
    "zh-TW": "繁體中文",
}  # fmt: skip

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def endonym(locale: str) -> str:
    """The language's name in itself; the code where it is not known."""
    return _NAMES.get(locale, locale)


def direction(locale: str) -> str:
    """The value of `dir`."""
    return "rtl" if language(locale) in _RIGHT_TO_LEFT else "ltr"


def language(locale: str) -> str:
    """`pt-BR` → `pt`."""
    return locale.partition("-")[0].lower()


def spelled(locale: str, served: Sequence[str]) -> str | None:
    """The served locale that is meant, however its letters are cased (`pt-br` → `pt-BR`)."""
    return next((one for one in served if one.lower() == locale.lower()), None)


def negotiate(accept: str, served: Sequence[str], default: str) -> str:
    """The served locale an Accept-Language header asks for: that very one, or one of its language, or the default."""
    for wish in _wishes(accept):
        exact = spelled(wish, served)
        if exact is not None:
            return exact
        for locale in served:
            if language(locale) == language(wish):
                return locale
    return default


def _wishes(accept: str) -> list[str]:
    """The codes of the header, the most wanted first; those it refuses (q=0) left out."""
    weighed: list[tuple[float, str]] = []
    for part in accept.split(","):
        code, _, parameter = part.strip().partition(";")
        _, _, number = parameter.partition("=")
        try:
            weight = float(number) if number.strip() else 1.0
        except ValueError:
            weight = 0.0
        if code.strip() not in ("", "*") and weight > 0:
            weighed.append((-weight, code.strip()))
    return [code for _, code in sorted(weighed, key=lambda one: one[0])]
