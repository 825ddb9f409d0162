"""Runs one use of a public method, as a program would, until it ends."""

from __future__ import annotations

import asyncio
import time

from tests.lifecycle.everything import Use


async def drive(use: Use) -> None:
    thing = use.start()
    match use.way:
        case "call":
            await thing
        case "first_page":
            await thing.first_page()
        case "iterate":
            async for _ in thing:
                pass
        case "pages":
            async for _ in thing.pages():
                pass
        case "read":
            async with thing as stream:
                async for _ in stream:
                    pass
        case "states":
            async with thing as stream:
                async for _ in stream.states():
                    pass
        case "ready":
            async with thing as stream:
                while True:
                    await stream.ready()
                    await asyncio.sleep(0.05)
        case "enter":
            async with thing:
                raise AssertionError("a view cannot open without a response")
        case way:
            raise AssertionError(f"unknown way: {way}")


def drive_blocking(use: Use) -> None:
    thing = use.start()
    match use.way:
        case "call":
            return
        case "first_page":
            thing.first_page()
        case "iterate":
            for _ in thing:
                pass
        case "pages":
            for _ in thing.pages():
                pass
        case "read":
            with thing as stream:
                for _ in stream:
                    pass
        case "states":
            with thing as stream:
                for _ in stream.states():
                    pass
        case "ready":
            with thing as stream:
                while True:
                    stream.ready()
                    time.sleep(0.05)
        case "enter":
            with thing:
                raise AssertionError("a view cannot open without a response")
        case way:
            raise AssertionError(f"unknown way: {way}")
