"""The scripts of ``SharedToken``. Each runs atomically. KEYS: 1 the token (hash), 2 the lock."""

from __future__ import annotations

from typing import Final

ASK: Final = """
-- ARGV: 1 digest of the rejected token, 2 who asks, 3 milliseconds of the lock
local held = redis.call('HMGET', KEYS[1], 'digest', 'value', 'expires')
if held[1] and held[1] ~= ARGV[1] then return {'token', held[1], held[2], held[3]} end
-- Who has the lock already asks again because the response got lost.
if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) or redis.call('GET', KEYS[2]) == ARGV[2] then
  return {'renew', '', '', ''}
end
return {'wait', '', '', ''}
"""
"""Returns digest, token and expiry, or the task to renew it, or that another process renews it."""

STORE: Final = """
-- ARGV: 1 who renewed it, 2 the token as stored, 3 its digest, 4 when it expires, 5 milliseconds until then
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if tonumber(ARGV[5]) <= 0 then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'digest', ARGV[3], 'expires', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
"""
"""Stores a token and releases the lock, unless the lock has passed to another process meanwhile."""

RELEASE: Final = """
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 0
"""
