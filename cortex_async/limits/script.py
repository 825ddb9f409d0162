"""``limits/schedule.py`` as a script that Redis runs atomically, by its own clock.

https://redis.io/docs/latest/develop/programmability/eval-intro/
"""

from __future__ import annotations

from typing import Final

SCRIPT: Final = """
-- KEYS: 1 the state (hash), 2 the ends of returned places (sorted set)
-- ARGV: 1 what to do, 2 interval, 3 tolerance, 4 most, 5 time and 6 end of a held place, 7 late; microseconds
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local state = redis.call('HMGET', KEYS[1], 'taken', 'closed', 'seen')
local taken, closed, seen = tonumber(state[1]) or 0, tonumber(state[2]) or 0, tonumber(state[3]) or 0
local interval, tolerance, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local at, fin, late = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local function whole(number) return string.format('%.0f', number) end

-- The clock was set back, or another server has taken over: what is ahead stays as far ahead.
if seen - now > 1000000 then
  local back = seen - now
  taken, closed = taken - back, closed - back
  redis.call('DEL', KEYS[2])
end

local function save()
  redis.call('HSET', KEYS[1], 'taken', whole(taken), 'closed', whole(closed), 'seen', whole(now))
  local life = math.ceil((math.max(taken, closed, now) - now) / 1000) + 1000
  redis.call('PEXPIRE', KEYS[1], whole(life))
  redis.call('PEXPIRE', KEYS[2], whole(life))
end

if ARGV[1] == 'cool' then
  closed = math.max(closed, now + most)
  save()
  return {1, whole(0), whole(0), whole(0)}
end

if ARGV[1] == 'back' then
  if fin ~= taken then
    if fin < taken then redis.call('ZADD', KEYS[2], whole(fin), whole(fin)) end
  else
    taken = taken - interval
    while redis.call('ZREM', KEYS[2], whole(taken)) == 1 do taken = taken - interval end
  end
  save()
  return {1, whole(0), whole(0), whole(0)}
end

if fin > 0 and now <= at + late and closed <= math.max(at, now) then
  return {1, whole(math.max(0, at - now)), whole(at), whole(fin)}
end
local earliest = math.max(now, closed)
if interval == 0 then
  if earliest > now + most then return {0, whole(earliest - now), whole(0), whole(0)} end
  return {1, whole(earliest - now), whole(earliest), whole(earliest)}
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', '(' .. whole(earliest + interval + tolerance))
local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
if first and first - interval - tolerance <= now + most then
  redis.call('ZREM', KEYS[2], first)
  return {1, whole(first - interval - tolerance - now), whole(first - interval - tolerance), first}
end
at = math.max(earliest, taken - tolerance)
if at > now + most then return {0, whole(at - now), whole(0), whole(0)} end
taken = math.max(taken, at) + interval
save()
return {1, whole(at - now), whole(at), whole(taken)}
"""
"""Returns whether there is a place, the microseconds until its time, its time and its end."""
