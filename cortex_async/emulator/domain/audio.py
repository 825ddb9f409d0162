"""Debug audio: a short, valid WAV file, always the same for the same words."""

from __future__ import annotations

import io
import math
import wave
import zlib
from array import array

RATE = 16_000
SECONDS = 0.25


def wav(words: str) -> bytes:
    """A tone whose pitch depends on the words: 16 kHz, 16 bit, mono, 0.25 s."""
    pitch = 220 + zlib.crc32(words.encode(errors="replace")) % 660
    step = 2 * math.pi * pitch / RATE
    samples = array("h", (int(8000 * math.sin(step * position)) for position in range(int(RATE * SECONDS))))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples.tobytes())
    return file.getvalue()
