"""The scripts of relays and webhook receivers: leadership, and publishing under it."""

from __future__ import annotations

from typing import Final

from cortex_async.relay.redis.keys import MARK_BYTES, SEEN_BUCKETS
from cortex_async.relay.redis.lua import LED, NOW, TRIM, Script

LEAD: Final = Script(
    "lead",
    NOW
    + """
-- KEYS: the scope. ARGV: token, holder, milliseconds.
local held = redis.call('HMGET', KEYS[1], 'fence', 'until', 'holder')
if tonumber(held[2] or 0) > now then return {0, held[3]} end
-- At least the time, so that a fence is not used twice even if Redis has lost the last one.
local fence = math.max(tonumber(held[1] or 0) + 1, now)
redis.call('HDEL', KEYS[1], 'until')
redis.call('HSET', KEYS[1], 'fence', int(fence), 'token', ARGV[1], 'holder', ARGV[2],
  'until', int(now + ARGV[3]))
return {fence, ''}
""",
)

RENEW: Final = Script(
    "renew",
    NOW
    + LED
    + """
-- KEYS: the scope. ARGV: fence, token, milliseconds.
if other_leader(KEYS[1], ARGV[1], ARGV[2]) then return 0 end
redis.call('HDEL', KEYS[1], 'until')
redis.call('HSET', KEYS[1], 'until', int(now + ARGV[3]))
return 1
""",
)

RESIGN: Final = Script(
    "release the leadership",
    LED
    + """
-- KEYS: the scope. ARGV: fence, token.
if not other_leader(KEYS[1], ARGV[1], ARGV[2]) then redis.call('HDEL', KEYS[1], 'token', 'until') end
return 1
""",
)

SAVED: Final = Script(
    "read what was saved",
    LED
    + """
-- KEYS: the scope, its known versions, their order.
-- ARGV: fence, token, how many versions to skip, how many to read at most.
-- Returns the checkpoint, how many versions follow, their lengths, and their names and values in two strings.
local other = other_leader(KEYS[1], ARGV[1], ARGV[2])
if other then return {-1, other} end
local names = redis.call('ZRANGE', KEYS[3], ARGV[3], ARGV[3] + ARGV[4] - 1)
local lengths, values = {}, {}
if #names > 0 then
  for i, version in ipairs(redis.call('HMGET', KEYS[2], unpack(names))) do
    lengths[i] = #names[i] .. ' ' .. #(version or '')
    values[i] = names[i] .. (version or '')
  end
end
local checkpoint = redis.call('HMGET', KEYS[1], 'event_id', 'time', 'saved_by')
return {#names, checkpoint, table.concat(lengths, ' '), table.concat(values)}
""",
)

PUBLISH: Final = Script(
    "publish",
    NOW
    + LED
    + TRIM
    + f"local BUCKETS, MARK = {SEEN_BUCKETS}, {MARK_BYTES}"
    + """
-- KEYS: the scope, its known versions, their order, the sets of marks, the partitions of records.
-- ARGV: fence (empty: no leadership needed), token, window in ms, length of partitions, most known versions,
--   the checkpoint's event id, time and fence (empty: no checkpoint), number of records,
--   numbers and values: for each record the place of its partition and the lengths of id, key, type, subject
--   and body, and its mark and these values; for each change of a known version the lengths of the resource,
--   and of '+' with the version or '-', and these values.
-- Two strings, however many records: a client takes longer to write an argument than anything else here.
if ARGV[1] ~= '' then
  local other = other_leader(KEYS[1], ARGV[1], ARGV[2])
  if other then return {-1, other} end
end
local count, numbers, place = tonumber(ARGV[9]), {}, 0
for number in ARGV[10]:gmatch('%d+') do numbers[#numbers + 1] = tonumber(number) end
local known_changes = #numbers > count * 6
local values, begins = ARGV[11], 1
local function number()
  place = place + 1
  return numbers[place]
end
local function value(length)
  begins = begins + length
  return values:sub(begins - length, begins - 1)
end
local known = 0
if known_changes then
  redis.call('HLEN', KEYS[2])
  known = redis.call('ZCARD', KEYS[3])
end

local records, marks = {}, {}
for i = 1, count do
  local record = {KEYS[3 + BUCKETS + number()], '*'}
  marks[i] = value(MARK)
  for _, name in ipairs({'id', 'key', 'type', 'subject', 'data'}) do
    record[#record + 1] = name
    record[#record + 1] = value(number())
  end
  records[i] = record
end

local seen, added, lengths, partitions = {}, {}, {}, {}
for bucket = 4, 3 + BUCKETS do
  if count > 0 then
    for i, found in ipairs(redis.call('SMISMEMBER', KEYS[bucket], unpack(marks))) do
      if found == 1 then seen[marks[i]] = true end
    end
  end
end
for i = 1, count do
  local stream = records[i][1]
  if not lengths[stream] then lengths[stream] = redis.call('XLEN', stream) end
end

-- The first write. Events come before their marks: one that has a mark alone would be lost.
for i = 1, count do
  if not seen[marks[i]] then
    seen[marks[i]] = true
    redis.call('XADD', unpack(records[i]))
    added[#added + 1] = marks[i]
    local stream = records[i][1]
    partitions[stream] = (partitions[stream] or lengths[stream]) + 1
  end
end
if #added > 0 then
  local window = tonumber(ARGV[3])
  local width = math.ceil(window / (BUCKETS - 1))
  local bucket = math.floor(now / width)
  local key = KEYS[4 + bucket % BUCKETS]
  redis.call('SADD', key, unpack(added))
  -- A millisecond before the set's turn comes again.
  redis.call('PEXPIREAT', key, int((bucket + 1) * width + window - 1))
end

while place < #numbers do
  local resource = value(number())
  local change = value(number())
  if change == '-' then
    redis.call('HDEL', KEYS[2], resource)
    known = known - redis.call('ZREM', KEYS[3], resource)
  else
    redis.call('HSET', KEYS[2], resource, change:sub(2))
    known = known + redis.call('ZADD', KEYS[3], redis.call('HINCRBY', KEYS[1], 'changes', 1), resource)
  end
end
if known_changes then
  local excess = known - ARGV[5]
  if excess > 0 then
    local oldest = redis.call('ZPOPMIN', KEYS[3], excess)
    for i = 1, #oldest, 2 do redis.call('HDEL', KEYS[2], oldest[i]) end
  end
end
if ARGV[8] ~= '' then
  redis.call('HSET', KEYS[1], 'event_id', ARGV[6], 'time', ARGV[7], 'saved_by', ARGV[8])
end
for stream, has in pairs(partitions) do trim(stream, tonumber(ARGV[4]), has) end
return {#added, ''}
""",
)
