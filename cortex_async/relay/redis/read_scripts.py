"""The scripts of workers: reading, acknowledging, and dead letters."""

from __future__ import annotations

from typing import Final

from cortex_async.relay.redis.lua import GROUP_INFO, OWNS, TRIM, Script

_ENOUGH: Final = 4 << 20
"""Bytes after which a read ends."""

READ: Final = Script(
    "read",
    GROUP_INFO
    + OWNS
    + f"local ENOUGH = {_ENOUGH}"
    + """
-- KEYS: the group's owners; for each partition: its stream, and the group's stream of revived events.
-- ARGV: group, token, limit; for each partition one string: its number, fence, and the last position read of
--   each stream; for each stream: where it ended when everything before that had been read (-: unknown).
-- Returns for each entry: partition, 1 for a revived event, attempt, position, and the lengths of id (-1:
--   none), key and body; then all of these ids, keys and bodies, the partitions that were lost, and for each
--   other one with something new: its number, and where its streams end (-: not everything was read).
-- Few strings, however many entries: a client takes longer to parse a response than anything else here.
-- Of partitions without anything new, which most are, nothing is looked at: all of them are, once a second.
local group, token, left, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]), 0
local partitions = (#KEYS - 1) / 2
local function end_of(place) return ARGV[2 + partitions + place] end
local found, values, lost, ends = {}, {}, {}, {}
local last_read = {}

local function hand_out(number, revived, attempt, entry)
  local fields = {key = '', data = ''}
  for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
  found[#found + 1] = table.concat({number, revived, attempt, entry[1], fields.id and #fields.id or -1,
    #fields.key, #fields.data}, ' ')
  values[#values + 1] = (fields.id or '') .. fields.key .. fields.data
  left = left - 1
  bytes = bytes + #fields.data
end
local function chunk() return math.min(left, 10) end
local function is_complete() return left > 0 and bytes < ENOUGH end

-- What was handed out before and not acknowledged: to the owner before, or in a response that got lost.
local function open(stream, number, revived, cursor)
  while is_complete() do
    local pending = redis.pcall('XPENDING', stream, group, '(' .. cursor, '+', chunk())
    if pending.err then return false end
    if #pending == 0 then return true end
    local ids, attempts, there = {}, {}, {}
    for i, one in ipairs(pending) do ids[i], attempts[one[1]] = one[1], one[4] + 1 end
    for _, entry in ipairs(redis.call('XCLAIM', stream, group, 'owner', 0, unpack(ids))) do
      if entry and entry[2] then
        there[entry[1]] = true
        hand_out(number, revived, attempts[entry[1]], entry)
      end
    end
    for _, id in ipairs(ids) do
      if not there[id] then redis.call('XACK', stream, group, id) end
    end
    cursor = ids[#ids]
  end
  return true
end

local function last(stream)
  if not last_read[stream] then last_read[stream] = groups(stream)[group]['last-delivered-id'] end
  return last_read[stream]
end

-- Whether the next revived event is older than the next one of the partition; nil if there is none.
local function revived_first(stream, revived)
  if redis.call('XLEN', revived) == 0 then return nil end
  local next = redis.call('XRANGE', revived, '(' .. last(revived), '+', 'COUNT', 1)[1]
  if not next then return nil end
  return #redis.call('XRANGE', stream, '(' .. last(stream), next[1], 'COUNT', 1) == 0
end

local function fresh(stream, revived, number)
  while is_complete() do
    local first, count = revived_first(stream, revived), chunk()
    if first ~= nil then count = 1 end
    local from = first and revived or stream
    local got = redis.call('XREADGROUP', 'GROUP', group, 'owner', 'COUNT', count, 'STREAMS', from, '>')
    if not got then return end
    local entries = got[1][2]
    for _, entry in ipairs(entries) do hand_out(number, first and 1 or 0, 1, entry) end
    last_read[from] = entries[#entries][1]
    if first == nil and #entries < count then return end
  end
end

local changed, query = {}, {'COUNT', 1, 'STREAMS'}
for place = 2, #KEYS do
  if end_of(place) == '-' then changed[KEYS[place]] = true else query[#query + 1] = KEYS[place] end
end
if #query > 3 then
  for place = 2, #KEYS do
    if end_of(place) ~= '-' then query[#query + 1] = end_of(place) end
  end
  for _, one in ipairs(redis.call('XREAD', unpack(query)) or {}) do changed[one[1]] = true end
end

for i = 1, partitions do
  local stream, revived = KEYS[2 * i], KEYS[2 * i + 1]
  if changed[stream] or changed[revived] then
    local number, fence, after, revived_after = ARGV[3 + i]:match('^(%S+) (%S+) (%S+) (%S+)$')
    if not owns(KEYS[1], number, fence, token) then
      lost[#lost + 1] = tonumber(number)
    else
      if not changed[revived] then last_read[revived] = end_of(2 * i + 1) end
      if open(stream, number, 0, after) and open(revived, number, 1, revived_after) then
        fresh(stream, revived, number)
        ends[#ends + 1] = number
        ends[#ends + 1] = is_complete() and last(stream) or '-'
        ends[#ends + 1] = is_complete() and last(revived) or '-'
      else
        -- The consumer group is gone, e.g. with the data. Taking the partition makes it again.
        redis.call('HDEL', KEYS[1], 'owner:' .. number, 'until:' .. number)
        lost[#lost + 1] = tonumber(number)
      end
    end
  end
end
return {table.concat(found, ' '), table.concat(values), lost, table.concat(ends, ' ')}
""",
)

ACKNOWLEDGE: Final = Script(
    "acknowledge",
    OWNS
    + TRIM
    + """
-- KEYS: the group's owners; for each partition: its stream, and the group's stream of revived events.
-- ARGV: group, token, length of partitions; for each partition: its number, fence, how many positions of the
--   first stream, of the second one, and the positions. Returns the partitions that have another owner.
local lost, at = {}, 4
for i = 2, #KEYS, 2 do
  local number, events, revived = ARGV[at], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local first, second = at + 4, at + 4 + events
  local owned = owns(KEYS[1], number, ARGV[at + 1], ARGV[2])
  if not owned then lost[#lost + 1] = tonumber(number) end
  if owned and events > 0 then
    redis.call('XACK', KEYS[i], ARGV[1], unpack(ARGV, first, second - 1))
    trim(KEYS[i], tonumber(ARGV[3]), redis.call('XLEN', KEYS[i]))
  end
  if owned and revived > 0 then
    redis.call('XACK', KEYS[i + 1], ARGV[1], unpack(ARGV, second, second + revived - 1))
    redis.call('XDEL', KEYS[i + 1], unpack(ARGV, second, second + revived - 1))
  end
  at = second + revived
end
return lost
""",
)

BURY: Final = Script(
    "bury",
    OWNS
    + """
-- KEYS: the group's owners, the stream, the dead letters.
-- ARGV: group, token, partition, fence, position, 1 for a revived event; the fields of the letter.
if not owns(KEYS[1], ARGV[3], ARGV[4], ARGV[2]) then return 0 end
local pending = redis.call('XPENDING', KEYS[2], ARGV[1], ARGV[5], ARGV[5], 1)
-- Repeated after a response that got lost: there must not be a second letter.
if #pending == 0 then return 1 end
redis.call('XADD', KEYS[3], '*', unpack(ARGV, 7))
redis.call('XACK', KEYS[2], ARGV[1], ARGV[5])
if ARGV[6] == '1' then redis.call('XDEL', KEYS[2], ARGV[5]) end
return 1
""",
)

LETTERS: Final = Script(
    "read dead letters", "return redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', ARGV[1])"
)

REVIVE: Final = Script(
    "revive",
    """
-- KEYS: the dead letters; for each letter: the group's stream of revived events. ARGV: their positions.
for i = 1, #ARGV do
  local letter = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1]
  if letter then
    local fields = {}
    for n = 1, #letter[2], 2 do fields[letter[2][n]] = letter[2][n + 1] end
    redis.call('XADD', KEYS[i + 1], '*', 'id', fields.id, 'key', fields.key, 'data', fields.data)
    redis.call('XDEL', KEYS[1], ARGV[i])
  end
end
return 1
""",
)

DISCARD: Final = Script("discard", "return redis.call('XDEL', KEYS[1], unpack(ARGV))")
