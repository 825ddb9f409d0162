"""Scripts in general: what they are made of, and the pieces that several of them use.

Redis runs a script as one step: https://redis.io/docs/latest/develop/programmability/eval-intro/

What all of them keep:

- They use the server's clock alone.
- They look before they write: what can be refused (a fence, a key of another type, full memory) is refused by
  what comes before the first write or by the first write itself, so that nothing is half done.
- With full memory (``maxmemory``, ``noeviction``) Redis refuses commands that may need more of it, but only
  up to a script's first write. Scripts that must go on working then, such as those that renew a lease or
  acknowledge, begin with a write that only deletes.
"""

from __future__ import annotations

import hashlib
from typing import Final

from attrs import field, frozen


@frozen
class Script:
    """A Lua script.

    name: for error messages. sha: by which the server knows it once it has been loaded.
    """

    name: str
    source: str = field(repr=False)
    sha: str = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        sha = hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest()
        object.__setattr__(self, "sha", sha)


NOW: Final = """
local function int(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""
"""``now``: the server's time in milliseconds. ``int``: a whole number as Redis reads it."""

LED: Final = """
local function other_leader(key, fence, token)
  local held = redis.call('HMGET', key, 'fence', 'token', 'holder')
  if held[1] == fence and held[2] == token then return nil end
  return held[3] or ''
end
"""
"""``other_leader``: who leads instead, nil if the leadership is still the caller's."""

OWNS: Final = """
local function owns(key, partition, fence, token)
  local held = redis.call('HMGET', key, 'owner:' .. partition, 'fence:' .. partition)
  return held[1] == token and held[2] == fence
end
"""
"""``owns``: whether a partition of a group is still the caller's. A lease that has run out counts until
somebody else takes the partition."""

GROUP_INFO: Final = """
local function groups(stream)
  local found = {}
  if redis.call('EXISTS', stream) == 0 then return found end
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local info = {}
    for i = 1, #flat, 2 do info[flat[i]] = flat[i + 1] end
    found[info['name']] = info
  end
  return found
end
"""
"""``groups``: the consumer groups of a stream by name."""

TRIM: Final = (
    GROUP_INFO
    + """
local function before(a, b)
  local a_time, a_number = a:match('^(%d+)-(%d+)$')
  local b_time, b_number = b:match('^(%d+)-(%d+)$')
  if a_time ~= b_time then return tonumber(a_time) < tonumber(b_time) end
  return tonumber(a_number) < tonumber(b_number)
end
local function trim(stream, length, has)
  local excess = has - length
  if excess < 100 then return end
  local oldest
  for name, info in pairs(groups(stream)) do
    local open = info['last-delivered-id']
    if info['pending'] > 0 then open = redis.call('XPENDING', stream, name)[2] end
    if not oldest or before(open, oldest) then oldest = open end
  end
  if oldest then
    redis.call('XTRIM', stream, 'MINID', '~', oldest, 'LIMIT', excess)
  else
    redis.call('XTRIM', stream, 'MAXLEN', '~', length)
  end
end
"""
)
"""``trim``: delete the oldest entries of a stream that has ``has`` of them, more than ``length``, if all its
groups have acknowledged them. Redis stores up to 100 entries as one node, and deletes whole nodes."""
