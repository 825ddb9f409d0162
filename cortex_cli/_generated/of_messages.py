# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex messages`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Message": {
        "fields": ("id", "content", "senderName", "sessionId", "timestamp", "hasDebugAudio", "type"),
        "columns": ("timestamp", "senderName", "type", "content"),
    }
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "download-debug-audio": {
        "id": "downloadDebugAudio",
        "call": ("project", "messages", "download_debug_audio"),
        "request": "GET /api/projects/{projectId}/sessions/{id}/messages/{messageId}/debug-audio",
        "summary": "Download debug audio for a message",
        "help": "Download the WAV file that was sent to the transcription API for this message. Only available when debug audio is enabled and within the 24-hour retention window.",
        "parameters": (
            {
                "name": "session_id",
                "kind": "str",
                "help": "Session ID",
                "positional": True,
                "required": True,
                "option": "session-id",
            },
            {
                "name": "message_id",
                "kind": "str",
                "help": "Message ID",
                "positional": True,
                "required": True,
                "option": "message-id",
            },
        ),
        "result": {"shape": "bytes"},
    },
    "list": {
        "id": "getMessages",
        "call": ("project", "messages", "list"),
        "request": "GET /api/projects/{projectId}/sessions/{id}/messages",
        "summary": "Get messages for a session",
        "help": "Retrieve the complete message history (transcript) for a session.",
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
        "result": {"shape": "list", "model": "Message"},
    },
    "list-annotations": {
        "id": "getMessageAnnotationsBatch",
        "call": ("project", "messages", "list_annotations"),
        "request": "POST /api/plugins/annotations/messages/batch",
        "summary": "Get annotations for multiple messages",
        "help": "Batch retrieve annotations for a set of messages, grouped by message ID.",
        "parameters": (
            {"name": "message_ids", "kind": "list:str", "required": True, "option": "message-ids"},
        ),
        "result": {"shape": "value"},
    },
}
