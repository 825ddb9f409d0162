"""All controls, one entry each.

The server's routes, the checks of arguments, the OpenAPI document and ``RemoteEmulator`` follow this table.
"""

from __future__ import annotations

from collections.abc import Mapping

from cortex_async.emulator.control.definition import Control
from cortex_async.emulator.records import Record

STRING: Record = {"type": "string"}
NUMBER: Record = {"type": "number"}
BOOLEAN: Record = {"type": "boolean"}
OBJECT: Record = {"type": "object"}
COUNT: Record = {"type": "integer", "maximum": 1_000_000}


def or_null(schema: Record) -> Record:
    return {**schema, "nullable": True}


def list_of(schema: Record) -> Record:
    return {"type": "array", "items": schema}


def fields(**properties: Record) -> Record:
    return {"type": "object", "properties": properties, "required": list(properties)}


RECORDED = fields(
    method=STRING,
    url=STRING,
    operation=or_null(STRING),
    path=OBJECT,
    headers=OBJECT,
    body={},
    status=or_null({"type": "integer"}),
    at=STRING,
)
RULE = fields(
    rule={"type": "integer"}, target=STRING, left=or_null({"type": "integer"}), taken={"type": "integer"}
)
CLOCK = fields(now=STRING, timestamp=NUMBER, frozen=BOOLEAN)

EFFECT: Mapping[str, Record] = {
    "delay": NUMBER,
    "close": {"type": "string", "enum": ["before", "after"]},
    "stall": BOOLEAN,
    "status": {"type": "integer", "minimum": 200, "maximum": 599},
    "body": {"description": "JSON, or a string that is sent as it is."},
    "bodyBase64": {"type": "string", "description": "Bytes in place of body."},
    "headers": {"type": "object", "additionalProperties": {"type": "string", "pattern": r"^[^\r\n\x00]*$"}},
    "truncate": BOOLEAN,
    "malformed": BOOLEAN,
}
CRITERIA: Mapping[str, Record] = {
    "operation": or_null(STRING),
    "status": or_null({"type": "integer"}),
    "body": or_null(OBJECT),
}


def read(name: str, summary: str, returns: Record) -> Control:
    return Control(name=name, method="GET", summary=summary, returns=returns)


def act(
    name: str,
    summary: str,
    required: Mapping[str, Record] | None = None,
    optional: Mapping[str, Record] | None = None,
    *,
    whole: str | None = None,
    returns: Record | None = None,
) -> Control:
    return Control(
        name=name,
        method="POST",
        summary=summary,
        required=required or {},
        optional=optional or {},
        whole=whole,
        returns=returns,
    )


ACCOUNT = (
    read("api_key", "The API key that clients use.", STRING),
    read("project_id", "The default project.", STRING),
    read("tenant_id", "The default project's tenant.", STRING),
    read("access_token", "A JWT of the tenant's first user, valid for 24 hours from now.", STRING),
    read("credentials", "What the tenant's first user logs in with.", fields(email=STRING, password=STRING)),
    read("fusion_session", "A Fusion session id of the tenant's first user.", STRING),
    read("settings", "The emulator's settings.", OBJECT),
    act(
        "add_project",
        "Add a project to the tenant; returns its id.",
        {"name": STRING},
        {"configured": BOOLEAN, "secret": BOOLEAN},
        returns=STRING,
    ),
    act(
        "add_tenant",
        "Add another tenant with one project.",
        {"name": STRING},
        returns=fields(apiKey=STRING, projectId=STRING),
    ),
    act(
        "add_npm_package",
        "Make an npm package known, or replace its versions, newest first.",
        {"name": STRING, "versions": list_of(STRING)},
    ),
    act(
        "project_secret",
        "The secret that signs ingested events of a project, by default of the first one.",
        optional={"projectId": or_null(STRING)},
        returns=or_null(STRING),
    ),
)

PEOPLE = (
    act(
        "say",
        "Have a speaker (an external user id) say something; returns the message. New speakers join first.",
        {"sessionId": STRING, "speaker": STRING, "text": STRING},
        returns=OBJECT,
    ),
    act(
        "join",
        "Have a speaker enter the room; returns the participant.",
        {"sessionId": STRING, "speaker": STRING},
        {"displayName": or_null(STRING)},
        returns=OBJECT,
    ),
    act(
        "leave",
        "Have a speaker leave the room; returns the participant.",
        {"sessionId": STRING, "speaker": STRING},
        returns=OBJECT,
    ),
    act(
        "annotate",
        "Attach an annotation to a message, as a plugin would; returns the annotation.",
        {"messageId": STRING, "type": STRING, "content": OBJECT},
        returns=OBJECT,
    ),
    act(
        "annotate_session",
        "Attach an annotation to a session, as a plugin would; returns the annotation.",
        {"sessionId": STRING, "type": STRING, "content": OBJECT},
        returns=OBJECT,
    ),
)

TIME = (
    read("clock", "The emulator's time, as an ISO 8601 string and in seconds since 1970.", CLOCK),
    act(
        "clock.advance",
        "Move time forward by a number of seconds; returns when everything that became due is done.",
        {"seconds": NUMBER},
    ),
    act("clock.reset", "Return to the time at which the clock started."),
    act("settle", "Run all timers that are due and wait for their effects."),
)

FAULTS = (
    act(
        "faults.next",
        "Apply a fault to the next requests of an operation; returns the rule.",
        {"target": STRING},
        {"times": COUNT, **EFFECT},
        returns=RULE,
    ),
    act(
        "faults.always",
        "Apply a fault to every request of an operation; returns the rule.",
        {"target": STRING},
        EFFECT,
        returns=RULE,
    ),
    act("faults.rule", "How often a rule has been applied.", {"rule": {"type": "integer"}}, returns=RULE),
    act("faults.remove", "Remove a rule.", {"rule": {"type": "integer"}}),
    act("faults.clear", "Remove all faults."),
    *(
        act(f"faults.events.{name}", summary, optional={"types": STRING, "times": COUNT})
        for name, summary in {
            "drop": "Do not send the next events of these types.",
            "duplicate": "Send the next events of these types twice.",
            "reorder": "Send the next events of these types after a later one.",
            "cut": "Break every stream instead of sending the next events of these types.",
        }.items()
    ),
    act("faults.events.clear", "Remove all faults of streams."),
    act("faults.webhooks.bad_signature", "Send wrong signatures.", optional={"times": COUNT}),
    act(
        "faults.webhooks.skew",
        "Send timestamps that are this number of seconds ahead.",
        {"seconds": NUMBER},
        {"times": COUNT},
    ),
    act("faults.webhooks.duplicate", "Send deliveries twice.", optional={"times": COUNT}),
    act("faults.webhooks.clear", "Remove all faults of deliveries."),
)

INSPECTION = (
    read("requests", "The latest requests, oldest first, without secrets.", list_of(RECORDED)),
    act(
        "requests.all",
        "The requests that meet all criteria; body holds fields that the request's body must have.",
        optional=CRITERIA,
        returns=list_of(RECORDED),
    ),
    act(
        "requests.last",
        "The latest request; fails if there was none.",
        optional={"operation": or_null(STRING)},
        returns=RECORDED,
    ),
    act(
        "requests.assert_called",
        "Fail unless the operation was called, at least once or exactly so many times.",
        {"operation": STRING},
        {"times": or_null(COUNT), "status": CRITERIA["status"], "body": CRITERIA["body"]},
    ),
    act("requests.assert_not_called", "Fail if the operation was called.", {"operation": STRING}),
    act("requests.clear", "Forget the requests."),
    read("events", "The latest domain events, oldest first.", list_of(OBJECT)),
    read("violations", "Responses and events that do not conform to the spec.", list_of(STRING)),
)

STREAMS = (
    read("streams", "The number of open event streams.", {"type": "integer"}),
    act(
        "wait_for_streams",
        "Wait until exactly so many event streams are open; returns then.",
        {"count": {"type": "integer"}},
    ),
    act("cut_streams", "Break every open event stream."),
)

STATE = (
    act("reset", "Restore the initial state with the same key and project. Open streams break."),
    act(
        "seed",
        "Add sample data to the default project.",
        optional={
            "name": STRING,
            "sessions": or_null({"type": "integer"}),
            "messages": or_null({"type": "integer"}),
        },
    ),
    read("dump", "The whole state. It contains secrets, such as those of webhooks.", OBJECT),
    act("load", "Replace the whole state; the body is a dump.", whole="dumped"),
)

CONTROLS: Mapping[str, Control] = {
    control.name: control
    for group in (ACCOUNT, PEOPLE, TIME, FAULTS, INSPECTION, STREAMS, STATE)
    for control in group
}
