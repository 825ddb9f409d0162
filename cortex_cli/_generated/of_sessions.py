# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex sessions`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Session": {
        "fields": (
            "id",
            "createdAt",
            "createdByUserId",
            "externalRoomId",
            "gateway",
            "projectId",
            "status",
            "tenantId",
            "title",
            "idleTimeout",
        ),
        "columns": ("id", "title", "status", "externalRoomId", "createdAt"),
    },
    "SessionActions": {"fields": ("plugins", "sessionId"), "columns": ("sessionId",)},
    "SessionAnnotation": {
        "fields": ("id", "createdAt", "data", "sessionId", "tenantId", "type", "pluginInstanceId"),
        "columns": ("id", "type", "createdAt", "sessionId", "tenantId", "pluginInstanceId"),
    },
    "SessionStarting": {"fields": ("message",), "columns": ("message",)},
    "SessionStopping": {"fields": ("message",), "columns": ("message",)},
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "create": {
        "id": "createSession",
        "call": ("project", "sessions", "create"),
        "request": "POST /api/projects/{projectId}/sessions",
        "summary": "Create a new session",
        "help": "Create a new session entity. A session tracks audio transcription and analysis for a room. By default, the bot is started automatically (set autoStart to false to disable).",
        "parameters": (
            {
                "name": "external_room_id",
                "kind": "str",
                "help": "External Room ID",
                "required": True,
                "option": "external-room-id",
            },
            {
                "name": "title",
                "kind": "str",
                "help": "Title of the session",
                "required": True,
                "option": "title",
            },
            {
                "name": "auto_start",
                "kind": "bool",
                "help": "Whether to automatically start the bot after session creation. Defaults to true when omitted; set to false to disable.",
                "option": "auto-start",
            },
            {"name": "gateway", "kind": "str", "help": "ODIN Gateway URL", "option": "gateway"},
            {
                "name": "idle_timeout",
                "kind": "int",
                "help": "Idle timeout in seconds. If > 0, session auto-stops after this duration with no participants. 0 or omitted means no auto-stop.",
                "option": "idle-timeout",
            },
        ),
        "result": {"shape": "record", "model": "Session"},
    },
    "get": {
        "id": "getSession",
        "call": ("project", "sessions", "get"),
        "request": "GET /api/projects/{projectId}/sessions/{id}",
        "summary": "Get a session by ID",
        "help": "Retrieve detailed information about a specific session.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "record", "model": "Session"},
    },
    "list": {
        "id": "listSessions",
        "call": ("project", "sessions", "list"),
        "request": "GET /api/projects/{projectId}/sessions",
        "summary": "List all sessions",
        "help": "Retrieve a list of all sessions for the current tenant.",
        "parameters": (),
        "result": {"shape": "list", "model": "Session"},
    },
    "list-actions": {
        "id": "getSessionActions",
        "call": ("project", "sessions", "list_actions"),
        "request": "GET /api/projects/{projectId}/sessions/{id}/actions",
        "summary": "Get available actions for a session",
        "help": "Returns all plugin actions available for this session, grouped by plugin.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "record", "model": "SessionActions"},
    },
    "list-annotations": {
        "id": "getSessionAnnotations",
        "call": ("project", "sessions", "list_annotations"),
        "request": "GET /api/plugins/annotations/sessions/{sessionId}",
        "summary": "Get session annotations",
        "help": "Retrieve a list of annotations created by plugins for a specific session.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "list", "model": "SessionAnnotation"},
    },
    "regenerate-summary": {
        "id": "regenerateSummary",
        "call": ("project", "sessions", "regenerate_summary"),
        "request": "POST /api/projects/{projectId}/sessions/{id}/regenerate-summary",
        "summary": "Regenerate session summary",
        "help": "Delete existing summary and trigger the session-summary plugin to generate a new one with current settings.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "value"},
    },
    "start": {
        "id": "startSession",
        "call": ("project", "sessions", "start"),
        "request": "POST /api/projects/{projectId}/sessions/{id}/start",
        "summary": "Start a session (bot)",
        "help": "Command the transcription bot to join the associated ODIN room and start processing.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "record", "model": "SessionStarting"},
    },
    "stop": {
        "id": "stopSession",
        "call": ("project", "sessions", "stop"),
        "request": "POST /api/projects/{projectId}/sessions/{id}/stop",
        "summary": "Stop a session (bot)",
        "help": "Command the transcription bot to leave the ODIN room and stop processing.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
        ),
        "result": {"shape": "record", "model": "SessionStopping"},
        "confirm": True,
    },
}
