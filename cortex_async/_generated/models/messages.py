# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group messages."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define

MessageType: TypeAlias = Literal["user", "system"]
"""Message type: user (transcribed speech) or system (join/leave events)"""


@define(kw_only=True)
class Message:
    """Schema Message of the API.

    Attributes:
        id (str): Message ID
        content (str): Message content
        sender_name (str): Sender name (or [System] for system messages)
        session_id (str): Session ID
        timestamp (datetime): Timestamp
        has_debug_audio (bool, default False): Whether a debug audio WAV file is available for download
        type (MessageType | str, default "user"): Message type: user (transcribed speech) or system
            (join/leave events)
    """

    id: str
    """Message ID"""
    content: str
    """Message content"""
    sender_name: str
    """Sender name (or [System] for system messages)"""
    session_id: str
    """Session ID"""
    timestamp: datetime
    """Timestamp"""
    has_debug_audio: bool = False
    """Whether a debug audio WAV file is available for download"""
    type: MessageType | str = "user"
    """Message type: user (transcribed speech) or system (join/leave events)"""
