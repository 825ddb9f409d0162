"""A feed of everything that is said in a project, without gaps.

    async with project.messages.follow() as feed:
        async for message in feed:
            print(message.session_id, message.speaker.name, message.text)

docs/message-feed.md is the guide.
"""

from __future__ import annotations

from cortex_async.feeds.message_feed import MessageFeed
from cortex_async.feeds.position import FeedPosition
from cortex_async.feeds.values import FeedMessage, MissedMessages

__all__ = ["FeedMessage", "FeedPosition", "MessageFeed", "MissedMessages"]
