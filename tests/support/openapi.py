"""An OpenAPI 3.0 document goes in; what is wrong with a request or an answer, measured by it, comes out as sentences.

Stricter than the document in one thing: an object may hold only the properties it declares. Where the document names
locales as properties, others are let pass, since the set of locales is open.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

ROOT = "urn:document"
_SAME = ("type", "enum", "pattern", "required", "minimum", "maximum", "minLength", "maxLength", "minItems")
_WORDS = ("description", "title", "default", "example", "x-tags")
_OPEN = "pt-BR"
"""An object with a property of this name is a map of locales."""


def schema_of(found: Mapping[str, Any], named: Mapping[str, Any], closed: bool = True) -> dict[str, Any]:
    """A Schema Object of OpenAPI 3.0 → JSON Schema. `named` are the document's own schemas, `closed` says whether
    properties that are not declared are refused. Raises ValueError for a keyword it does not know, lest something
    goes unchecked."""
    if "$ref" in found:  # whatever stands beside it is void
        return {"$ref": f"{ROOT}{found['$ref']}"} if closed else schema_of(_meant(found, named), named, False)
    made: dict[str, Any] = {key: found[key] for key in _SAME if key in found}
    if found.get("nullable") and "type" in found:  # nullable without a type says nothing
        made["type"] = [found["type"], "null"]
    if found.get("format") == "uri":
        made["format"] = "uri"
    if "items" in found:
        made["items"] = schema_of(found["items"], named)
    if "anyOf" in found:
        made["anyOf"] = [schema_of(part, named, closed) for part in found["anyOf"]]
    if "allOf" in found:
        # One part must not refuse the properties of another.
        made["allOf"] = [schema_of(part, named, False) for part in found["allOf"]]
    if "properties" in found:
        made["properties"] = {key: schema_of(value, named) for key, value in found["properties"].items()}
        if closed and _OPEN not in found["properties"]:
            made["properties"] |= dict.fromkeys(_inherited(found, named) - made["properties"].keys(), True)
            made["additionalProperties"] = False
    unknown = set(found) - {*_SAME, *_WORDS, "nullable", "format", "properties", "items", "anyOf", "allOf"}
    if unknown:
        raise ValueError(f"no translation into JSON Schema for {', '.join(sorted(unknown))}")
    return made


def _meant(found: Mapping[str, Any], named: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a $ref refers to; the schema itself where it is none."""
    while "$ref" in found:
        found = named[found["$ref"].rpartition("/")[2]]
    return found


def _inherited(found: Mapping[str, Any], named: Mapping[str, Any]) -> set[str]:
    """Names of the properties that the parts of an allOf declare."""
    parts = [_meant(part, named) for part in found.get("allOf", [])]
    return {name for part in parts for name in (*part.get("properties", {}), *_inherited(part, named))}


@dataclass(frozen=True)
class Operation:
    """`where` is its path in the document, such as "/articles/{id}"; `item` its Operation Object."""

    method: str
    where: str
    item: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.where}"

    @property
    def statuses(self) -> set[int]:
        return {int(status) for status in self.item["responses"]}


@dataclass(frozen=True)
class Sent:
    """A request as it went over the wire. Header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Contract:
    """The operations of a document, and what they allow."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.operations = [
            Operation(method.upper(), path, item)
            for path, methods in document["paths"].items()
            for method, item in methods.items()
        ]
        literal_first = sorted(self.operations, key=lambda one: "{" in one.where)
        self._routes = [(one, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", one.where))) for one in literal_first]
        self._named = document["components"]["schemas"]
        schemas = {name: schema_of(schema, self._named) for name, schema in self._named.items()}
        resource = DRAFT202012.create_resource({"components": {"schemas": schemas}})
        self._registry: Registry[Any] = Registry().with_resource(ROOT, resource)
        self._checkers: dict[str, Draft202012Validator] = {}

    def operation(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation a request is for, and its path parameters."""
        for found, pattern in self._routes:
            match = pattern.fullmatch(path)
            if match and found.method == method:
                return found, match.groupdict()
        return None

    def request_faults(self, sent: Sent) -> list[str]:
        """What the document has against a request."""
        found = self.operation(sent.method, sent.path)
        if found is None:
            return [f"{sent.method} {sent.path} is no operation"]
        operation, in_path = found
        faults = [*self._parameter_faults(operation, sent, in_path), *self._body_faults(operation, sent)]
        if not sent.headers.get("authorization", "").startswith("Bearer "):
            faults.append("header authorization: no bearer token")
        return faults

    def answer_faults(self, operation: Operation, answer: Answer) -> list[str]:
        """What the document has against an answer to an operation."""
        documented = operation.item["responses"].get(str(answer.status))
        if documented is None:
            return [f"status {answer.status} is not documented"]
        if (media := documented["content"].get(_media_type(answer))) is None:
            return [f"the content type {_media_type(answer) or '(none)'} is not documented"]
        return list(self._json_faults(media["schema"], answer.body))

    def _parameter_faults(self, operation: Operation, sent: Sent, in_path: Mapping[str, str]) -> Iterator[str]:
        query = dict(parse_qsl(sent.query, keep_blank_values=True))
        given = {"path": in_path, "query": query, "header": sent.headers}
        declared = operation.item.get("parameters", [])
        for parameter in declared:
            place, name = parameter["in"], parameter["name"]
            text = given[place].get(name.lower() if place == "header" else name)
            if text is not None:
                schema = parameter["schema"]
                for fault in self._faults(schema, _value(text, _meant(schema, self._named)["type"])):
                    yield f"{place} {name}: {fault}"
            elif parameter.get("required"):
                yield f"{place} {name} is missing"
        for name in query.keys() - {parameter["name"] for parameter in declared if parameter["in"] == "query"}:
            yield f"query {name} is not declared"

    def _body_faults(self, operation: Operation, sent: Sent) -> Iterator[str]:
        declared = operation.item.get("requestBody")
        if declared is None:
            if sent.body:
                yield "a body is not declared"
        elif not sent.body:
            if declared.get("required"):
                yield "the body is missing"
        elif _media_type(sent) not in declared["content"]:
            yield f"the content type {_media_type(sent) or '(none)'} is not declared"
        else:
            yield from self._json_faults(declared["content"][_media_type(sent)]["schema"], sent.body)

    def _json_faults(self, schema: Mapping[str, Any], body: bytes) -> Iterator[str]:
        try:
            value = json.loads(body, parse_constant=_no_json)
        except ValueError:
            yield "the body is not JSON"
        else:
            yield from self._faults(schema, value)

    def _faults(self, schema: Mapping[str, Any], value: Any) -> Iterator[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._checkers:
            made = schema_of(schema, self._named)
            self._checkers[key] = Draft202012Validator(made, registry=self._registry, format_checker=FORMATS)
        yield from sorted({_told(error) for error in self._checkers[key].iter_errors(value)})


FORMATS = FormatChecker(formats=())


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or all(urlsplit(value)[:2])


def _told(error: ValidationError) -> str:
    """The reason with its place: "data.0.title: 5 is not of type 'string'"."""
    place = ".".join(map(str, error.absolute_path))
    return f"{place}: {error.message}" if place else error.message


def _value(text: str, kind: str) -> Any:
    """A parameter's text as the type its schema names, or the text itself where it cannot be that."""
    if kind == "integer" and re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _no_json(word: str) -> Any:
    raise ValueError(word)  # NaN and Infinity


def _media_type(message: Sent | Answer) -> str:
    return message.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Exchange:
    """One request with its answer. `status` is None where none was given; `headers` are the request's."""

    operation: str
    headers: Mapping[str, str]
    status: int | None
    faults: Sequence[str]

    def __str__(self) -> str:
        return f"{self.operation} → {self.status}: {'; '.join(self.faults)}"


WRONG = "x-wrong-on-purpose"
"""A request with this header must be against the document, as all others must not."""


class Recorder:
    """ASGI middleware that holds every request and every answer to the document, and keeps what it found."""

    def __init__(self, app: Any, contract: Contract) -> None:
        self._app = app
        self._contract = contract
        self.exchanges: list[Exchange] = []

    @property
    def faults(self) -> list[str]:
        return [str(exchange) for exchange in self.exchanges if exchange.faults]

    @property
    def seen(self) -> set[tuple[str, int | None]]:
        return {(exchange.operation, exchange.status) for exchange in self.exchanges}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # The whole request, whether or not the application wants to hear it.
        heard = [await receive()]
        while heard[-1].get("more_body"):
            heard.append(await receive())
        asked = b"".join(message.get("body", b"") for message in heard)
        answered = bytearray()
        start: dict[str, Any] = {}

        async def hear() -> Any:
            return heard.pop(0) if heard else await receive()

        async def say(message: Any) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            answered.extend(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, hear, say)
        finally:
            sent = Sent(scope["method"], scope["path"], scope["query_string"].decode(), _headers(scope), asked)
            answer = Answer(start["status"], _headers(start), bytes(answered)) if start else None
            self.exchanges.append(self._judged(sent, answer))

    def _judged(self, sent: Sent, answer: Answer | None) -> Exchange:
        found = self._contract.operation(sent.method, sent.path)
        if found is None:
            return Exchange(f"{sent.method} {sent.path}", sent.headers, answer and answer.status, ["is no operation"])
        operation = found[0]
        faults = [f"request: {fault}" for fault in self._contract.request_faults(sent)]
        if WRONG in sent.headers:
            faults = [] if faults else ["request: meant to be wrong, but the document allows it"]
        if answer is None:
            return Exchange(operation.name, sent.headers, None, [*faults, "no answer"])
        faults += [f"answer: {fault}" for fault in self._contract.answer_faults(operation, answer)]
        return Exchange(operation.name, sent.headers, answer.status, faults)


def _headers(holder: Mapping[str, Any]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in holder["headers"]}
