"""Programs that use the blocking client end at once, with the right status and nothing on standard error."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.sync.loopback import WAIT, Loopback
from tests.sync.scripts import SOON, outcome, run, start


def test_importing_creates_nothing(server: Loopback) -> None:
    ended = run(
        """
        import sys, threading, os
        import cortex_sync, cortex_sync.client
        print(threading.active_count(), "aiohttp" in sys.modules, len(os.listdir("/proc/self/fd")))
        cortex_sync.CortexClient(api_key="k")
        print(threading.active_count(), "aiohttp" in sys.modules, len(os.listdir("/proc/self/fd")))
        """,
        server.base_url,
        prelude=False,
    )
    assert ended.errors == ""
    assert ended.lines[0] == ended.lines[1]
    assert ended.lines[0].startswith("1 False ")


def test_a_client_that_is_never_closed_ends_quietly(server: Loopback) -> None:
    ended = run("print(echo(1)['number']); leave_mark()", server.base_url)
    assert (ended.code, ended.lines, ended.errors) == (0, ["1"], "")
    assert ended.ending < SOON


def test_in_development_mode_it_warns_once(server: Loopback) -> None:
    ended = run("print(echo(1)['number']); leave_mark()", server.base_url, "-X", "dev")
    assert (ended.code, ended.lines) == (0, ["1"])
    first, *rest = ended.errors.splitlines()
    assert first.startswith("<string>:6: ResourceWarning: unclosed client, created at <string>:6")
    assert rest[-1] == "ResourceWarning: Enable tracemalloc to get the object allocation traceback"
    assert len(rest) == (2 if sys.version_info >= (3, 13) else 1)  # newer versions show the line itself


def test_in_development_mode_a_closed_client_says_nothing(server: Loopback) -> None:
    ended = run("print(echo(1)['number']); client.close(); leave_mark()", server.base_url, "-X", "dev")
    assert (ended.code, ended.lines, ended.errors) == (0, ["1"], "")


def test_an_unused_client_says_nothing(server: Loopback) -> None:
    ended = run("leave_mark()", server.base_url, "-X", "dev")
    assert (ended.code, ended.errors) == (0, "")


def test_open_streams_do_not_hold_up_the_end(server: Loopback) -> None:
    ended = run(
        """
        stream = client.project("p").events.stream()
        stream.__enter__()
        waiting = client.project("p").events.stream()
        threading.Thread(target=lambda: next(waiting), daemon=True).start()
        ready = threading.Event()
        third = client.project("p").events.stream(on_state=lambda state: ready.set())
        next_event = threading.Thread(target=lambda: list(third), daemon=True)
        next_event.start()
        assert ready.wait(30)
        leave_mark()
        """,
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.ending < SOON
    assert server.left.acquire(timeout=WAIT)


def test_daemon_threads_in_a_call_are_left_asleep(server: Loopback) -> None:
    program = start(
        """
        for _ in range(5):
            threading.Thread(target=client.request, args=("GET", "/api/hang"), daemon=True).start()
        signal.pause()
        """,
        server.base_url,
    )
    for _ in range(5):
        assert server.arrived.acquire(timeout=WAIT)
    program.send_signal(signal.SIGINT)
    ended = outcome(program)
    assert ended.errors.count("Traceback") == 1
    assert ended.errors.rstrip().endswith("KeyboardInterrupt")


def test_threads_that_are_not_daemons_finish_their_calls(server: Loopback) -> None:
    ended = run(
        """
        def work():
            for number in range(20):
                last = echo(number)
            print(last["number"], flush=True)
            leave_mark()
        echo()
        threading.Thread(target=work).start()
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["19"], "")
    assert ended.ending < SOON


def test_what_is_open_is_closed_before_the_loop_ends(server: Loopback) -> None:
    ended = run(
        """
        import asyncio
        from cortex_sync.bridge import loop
        from cortex_sync.bridge.runner import Runner

        loop.AT_EXIT = 30
        async def close():
            await asyncio.sleep(0)
            print("closed", flush=True)

        runner = Runner(close)
        runner.run(asyncio.sleep, 0)
        unused = Runner(close)
        """,
        server.base_url,
        prelude=False,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["closed"], "")


def test_sys_exit_in_a_thread(server: Loopback) -> None:
    ended = run(
        """
        def work():
            print(echo(4)["number"], flush=True)
            sys.exit(3)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        print(echo(5)["number"])
        leave_mark()
        sys.exit(7)
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (7, ["4", "5"], "")
    assert ended.ending < SOON


def test_exit_functions_may_still_make_calls(server: Loopback) -> None:
    ended = run(
        """
        atexit.register(lambda: print(echo(8)["number"]))
        echo(1)
        atexit.register(lambda: print(echo(9)["number"]))
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["9", "8"], "")


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="since 3.12 no thread can start while the interpreter ends"
)
def test_the_first_call_may_come_at_exit(server: Loopback) -> None:
    ended = run("atexit.register(lambda: print(echo(8)['number']))", server.base_url)
    assert (ended.code, ended.lines, ended.errors) == (0, ["8"], "")


def test_a_call_after_the_end_of_the_loop_is_an_error_and_no_hang(server: Loopback) -> None:
    ended = run(
        """
        class Late:
            def __del__(self):
                try:
                    echo(1)
                except Exception as error:
                    print(type(error).__name__, flush=True)
        late = Late()
        late.cycle = late
        echo(1)
        leave_mark()
        """,
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.lines in (["ClientClosed"], ["LoopStopped"])
    assert ended.ending < SOON


def test_a_stuck_credential_function_does_not_hold_up_the_end(server: Loopback) -> None:
    ended = run(
        """
        asked = threading.Event()
        def stuck():
            asked.set()
            threading.Event().wait()
        slow = CortexClient(api_key=stuck)
        threading.Thread(target=echo, args=(1, slow), daemon=True).start()
        assert asked.wait(30)
        leave_mark()
        """,
        server.base_url,
    )
    assert (ended.code, ended.errors) == (0, "")
    assert ended.ending < SOON


def test_terminate_kills_a_waiting_program(server: Loopback) -> None:
    program = start("client.request('GET', '/api/hang')", server.base_url)
    assert server.arrived.acquire(timeout=WAIT)
    program.terminate()
    ended = outcome(program)
    assert (ended.code, ended.errors) == (-signal.SIGTERM, "")
    assert server.left.acquire(timeout=WAIT)


def test_a_handler_that_exits_ends_a_waiting_program(server: Loopback) -> None:
    program = start(
        """
        def leave(*_):
            leave_mark()
            sys.exit(5)
        signal.signal(signal.SIGTERM, leave)
        client.request("GET", "/api/hang")
        """,
        server.base_url,
    )
    assert server.arrived.acquire(timeout=WAIT)
    program.terminate()
    ended = outcome(program)
    assert (ended.code, ended.errors) == (5, "")
    assert ended.ending < SOON
    assert server.left.acquire(timeout=WAIT)


def test_ctrl_c_ends_a_waiting_program_with_a_clean_traceback(server: Loopback) -> None:
    program = start(
        """
        try:
            client.request("GET", "/api/hang")
        finally:
            leave_mark()
        """,
        server.base_url,
    )
    assert server.arrived.acquire(timeout=WAIT)
    program.send_signal(signal.SIGINT)
    ended = outcome(program)
    assert ended.code == -signal.SIGINT
    assert ended.errors.count("Traceback") == 1
    assert ended.errors.rstrip().endswith("KeyboardInterrupt")
    assert "During handling" not in ended.errors
    assert ended.ending < SOON
    assert server.left.acquire(timeout=WAIT)


def test_an_error_shows_one_traceback(server: Loopback) -> None:
    ended = run("client.project('p').sessions.get('s')", server.base_url)
    assert ended.code == 1
    assert ended.errors.count("Traceback") == 1
    assert "NotFound" in ended.errors.splitlines()[-1]
    assert 'File "<string>"' in ended.errors


def test_interruptions_at_any_moment_leave_nothing_behind(server: Loopback) -> None:
    # An alarm may strike between any two steps of a call, on its way in or out.
    ended = run(
        """
        import asyncio, random
        from cortex_sync.bridge import loop

        loop.CLEAN_UP = 300
        armed, struck = False, 0

        class Alarm(Exception):
            pass

        def strike(*_):
            global armed
            if armed:
                armed = False
                raise random.choice((Alarm, TimeoutError, KeyboardInterrupt))

        async def tasks():
            return len(asyncio.all_tasks())

        signal.signal(signal.SIGALRM, strike)
        echo()
        slowest, before = 0.0, len(os.listdir("/proc/self/fd"))
        while struck < 400:
            started = time.monotonic()
            try:
                armed = True
                signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0001, 0.003))
                for number in range(5):
                    assert echo(number)["number"] == str(number)
                armed = False
            except (Alarm, TimeoutError, KeyboardInterrupt):
                struck += 1
            slowest = max(slowest, time.monotonic() - started)
        signal.setitimer(signal.ITIMER_REAL, 0)
        echo()
        print(slowest < 30, client._runner.run(tasks), threading.active_count())
        print(len(os.listdir("/proc/self/fd")) <= before + 1)
        """,
        server.base_url,
    )
    assert (ended.code, ended.lines, ended.errors) == (0, ["True 1 2", "True"], "")
