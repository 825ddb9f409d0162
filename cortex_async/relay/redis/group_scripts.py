"""The scripts of workers: who has which partition."""

from __future__ import annotations

from typing import Final

from cortex_async.relay.redis.lua import GROUP_INFO, NOW, Script

JOIN: Final = Script(
    "join",
    NOW
    + """
-- KEYS: the group's owners, its members. ARGV: the rest of the token, milliseconds.
redis.call('HDEL', KEYS[2], '')
local token = int(redis.call('HINCRBY', KEYS[1], 'joined', 1)) .. ':' .. ARGV[1]
redis.call('HSET', KEYS[2], token, int(now + ARGV[2]))
return token
""",
)

REFRESH: Final = Script(
    "refresh",
    NOW
    + """
-- KEYS: the group's owners, its members, the partitions, its streams of revived events.
-- ARGV: group, token, milliseconds; for each partition that the member knows to have: its number and fence.
local group, token, lease = ARGV[1], ARGV[2], int(now + ARGV[3])
local partitions = (#KEYS - 2) / 2
redis.call('HDEL', KEYS[2], token)
redis.call('HSET', KEYS[2], token, lease)

-- Those who joined first have one more if the partitions cannot be shared evenly.
local joined = tonumber(token:match('^%d+'))
local alive, rank = 0, 0
local members = redis.call('HGETALL', KEYS[2])
for i = 1, #members, 2 do
  if tonumber(members[i + 1]) <= now then
    redis.call('HDEL', KEYS[2], members[i])
  else
    alive = alive + 1
    if tonumber(members[i]:match('^%d+')) < joined then rank = rank + 1 end
  end
end
local share = math.floor(partitions / alive)
if rank < partitions % alive then share = share + 1 end

local held, state = {}, {}
for i = 4, #ARGV, 2 do held[ARGV[i]] = ARGV[i + 1] end
local flat = redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do state[flat[i]] = flat[i + 1] end

-- A member does not know of a partition that it took in a ``refresh`` without a response, and has given up
-- one whose lease ran out by its own clock: it gets neither back without a new fence.
local mine, free = {}, {}
for partition = 0, partitions - 1 do
  local number = int(partition)
  local alive_lease = tonumber(state['until:' .. number] or 0) > now
  if state['owner:' .. number] == token then
    if held[number] == state['fence:' .. number] then
      mine[#mine + 1] = number
    else
      redis.call('HDEL', KEYS[1], 'owner:' .. number, 'until:' .. number)
      free[#free + 1] = number
    end
  elseif not alive_lease then
    free[#free + 1] = number
  end
end

local function ensure(stream)
  local made = redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
  if made.err and not made.err:find('BUSYGROUP', 1, true) then return made end
end
for _, number in ipairs(free) do
  if #mine >= share then break end
  local failed = ensure(KEYS[3 + number]) or ensure(KEYS[3 + partitions + number])
  if failed then return failed end
  local fence = int(math.max(tonumber(state['fence:' .. number] or 0) + 1, now))
  redis.call('HSET', KEYS[1], 'owner:' .. number, token, 'fence:' .. number, fence)
  state['fence:' .. number] = fence
  mine[#mine + 1] = number
end
local owned = {}
for _, number in ipairs(mine) do
  redis.call('HSET', KEYS[1], 'until:' .. number, lease)
  owned[#owned + 1] = tonumber(number)
  owned[#owned + 1] = tonumber(state['fence:' .. number])
end
return {share, owned}
""",
)

RELEASE: Final = Script(
    "release",
    """
-- KEYS: the group's owners, its members. ARGV: token, 1 to leave the group; the partitions.
for i = 3, #ARGV do
  if redis.call('HGET', KEYS[1], 'owner:' .. ARGV[i]) == ARGV[1] then
    redis.call('HDEL', KEYS[1], 'owner:' .. ARGV[i], 'until:' .. ARGV[i])
  end
end
if ARGV[2] == '1' then redis.call('HDEL', KEYS[2], ARGV[1]) end
return 1
""",
)

LAG: Final = Script(
    "count the lag",
    GROUP_INFO
    + """
-- KEYS: the partitions, the group's streams of revived events. ARGV: group.
-- Returns the count, and for each partition that Redis does not count: its number from 1, and where to begin.
local count, uncounted = 0, {}
for i = 1, #KEYS do
  local info = i <= #KEYS / 2 and groups(KEYS[i])[ARGV[1]]
  if not info then
    count = count + redis.call('XLEN', KEYS[i])
  else
    count = count + info['pending']
    -- From Redis 7.0 on, and null if entries in between were deleted.
    if info['lag'] then
      count = count + info['lag']
    else
      uncounted[#uncounted + 1] = i
      uncounted[#uncounted + 1] = info['last-delivered-id']
    end
  end
end
return {count, uncounted}
""",
)

COUNT: Final = Script(
    "count entries",
    """
-- KEYS: a stream. ARGV: an id, the most to count. Returns how many follow it, and the last of them.
local found = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
return {#found, #found > 0 and found[#found][1] or ARGV[1]}
""",
)

FORGET: Final = Script(
    "remove the group",
    """
-- KEYS: the group's owners, its members, its streams of revived events, the partitions. ARGV: group.
local revived = (#KEYS - 2) / 2
for i = 3 + revived, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[i], ARGV[1]) end
end
for i = 1, 2 + revived do redis.call('DEL', KEYS[i]) end
return 1
""",
)
