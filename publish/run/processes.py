"""Processes beside this one that share its work: they get ready while the book is still read.

They are forked from one clean process that has read the libraries once, where the system can fork;
elsewhere each reads them for itself. They leave Ctrl-C to this process, and end with it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures import wait as futures_wait
from concurrent.futures.process import BrokenProcessPool
from importlib.machinery import ModuleSpec
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait
from typing import Any, Generic, ParamSpec, TypeVar

from msgspec import Struct

from publish.run.interrupts import ENDINGS, put_off
from publish.run.scratch import scratch_folder

P = ParamSpec("P")
T = TypeVar("T")

CORES = "PUBLISH_CORES"
"""The environment variable that says how many processes may work at once."""

HINT = "PUBLISH_HINT"
"""The environment variable in which processes that get ready find what the work may be about."""

HAND_OVER_SECONDS = 0.0005
"""How long a thread that is at work lets another wait, a tenth of what Python has: work goes to the
processes through two threads, while this one is busy."""

QUIET_SECONDS = 2.0
"""How long nothing comes of the processes before it is looked whether all are alive."""

_pool: ProcessPoolExecutor | None = None
_are_ready = False
_module = ""


def cores() -> int:
    """Count the processors that this process may use."""
    named = os.environ.get(CORES, "")
    if named.isdigit():
        return max(1, int(named))
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


class Pool(ProcessPoolExecutor):
    """Lets no Ctrl-C come between a process that starts and what it is started with."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have work done, in a process that is started for it where none is idle.

        What goes wrong is raised here by the future, in words where it cannot be sent as it is.
        """
        with deaf_to_interrupts():
            return super().submit(_PlainErrors(fn), *args, **kwargs)


class _PlainErrors(Struct, Generic[P, T], frozen=True):
    """Calls a function; an error that holds what no other process can have is told in words.

    A KeyError holds its key: a laid-out box, say, and with it an object of the C library that set
    its text. Sending that fails in the place of the error, and hides it.
    """

    function: Callable[P, T]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return self.function(*args, **kwargs)
        except Exception as problem:
            if _can_be_sent(problem):
                raise
            raise RuntimeError(f"{type(problem).__name__}: {problem}") from problem


def _can_be_sent(problem: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:  # noqa: BLE001  a class may raise anything on its way out and in again
        return False
    return True


def warm_up(module: str, hint: str = "") -> None:
    """Have a module of the work's read, libraries and all, where there is a second core for that.

    The module finds the hint in its environment, and may prepare for it. Where the system lets no
    process get ready, this one does the work alone.

    For commands: a program that calls this guards its main module, as multiprocessing wants it.
    """
    global _are_ready, _module
    if cores() < 2 or _are_ready:
        return
    _module = module
    try:
        _keep_in_scratch()  # first, for it goes last
    except OSError:
        return
    _are_ready = True
    atexit.register(stand_down)  # as a command may end before anything is laid out
    spare_script()
    if sys.platform != "win32":
        _track_resources()  # which the fork server starts too, hearing Ctrl-C
        with deaf_to_interrupts():
            forkserver.set_forkserver_preload([module])
            os.environ[HINT] = hint
            try:
                with _temporaries_in_scratch():
                    forkserver.ensure_running()
            except OSError:  # no room for its socket, or its folder's name too long for one
                _are_ready = False


def _track_resources() -> None:
    """Start the process that multiprocessing has for what a killed run would leave behind.

    It needs nothing but Python's own library; site-packages take it a third of its time.
    """
    options: Any = multiprocessing.util
    usual = options._args_from_interpreter_flags
    options._args_from_interpreter_flags = lambda: ["-S", *usual()]
    try:
        resource_tracker.ensure_running()
    finally:
        options._args_from_interpreter_flags = usual


def stand_down() -> None:
    """End the process that gets ready, at once, where no other has been forked from it yet.

    multiprocessing ends it with this one, but only when it has read the libraries to the end, and
    has no public way to end it before (CPython's `multiprocessing/forkserver.py`).
    """
    global _are_ready
    if not _are_ready or _pool is not None:
        return
    _are_ready = False
    if sys.platform != "win32":
        server: Any = forkserver._forkserver
        if server._forkserver_pid is not None:
            os.kill(server._forkserver_pid, signal.SIGKILL)
            with contextlib.suppress(FileNotFoundError):  # its socket went with the run's folder
                server._stop()


def spare_script() -> None:
    """Keep processes from running the command's script again, for which multiprocessing has them.

    What they are sent never stands there; of a main module in a package multiprocessing knows.
    """
    main = sys.modules["__main__"]
    if main.__spec__ is None:
        main.__spec__ = ModuleSpec(f"{__package__}.__main__", None)


def _keep_in_scratch() -> None:
    """Have multiprocessing put its sockets where they go with the run, even one that is killed.

    It has no public way to say so; without it there would be a `pymp-` folder for each such run.
    """
    current: Any = multiprocessing.current_process()
    current._config["tempdir"] = str(scratch_folder())


@contextlib.contextmanager
def _temporaries_in_scratch() -> Iterator[None]:
    """Have the libraries in processes that are started here put their temporary files there too."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(scratch_folder())
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before


def are_ready() -> bool:
    """Return whether processes that have read the libraries are at hand."""
    return _are_ready


def is_ready_here() -> bool:
    """Return whether this very process has read what those beside it get ready with.

    Small work is done here then; `warm_up_here` sees to it.
    """
    return _module in sys.modules


def warm_up_here() -> None:
    """Read in this very process what those beside it have read, if there are any."""
    if _are_ready:
        importlib.import_module(_module)


def open_pool() -> ProcessPoolExecutor:
    """Return the processes, forked if there are none, or if some died of what nobody waits for."""
    global _pool
    broken: Any = _pool
    if broken is not None and broken._broken:
        drop_pool()
    if _pool is None:
        method = "spawn" if sys.platform == "win32" else "forkserver"
        context = multiprocessing.get_context(method)
        _pool = Pool(cores(), context, initializer=_begin)
        sys.setswitchinterval(HAND_OVER_SECONDS)
    return _pool


def begin_pool() -> None:
    """Have the first of the processes forked while this one goes on: the work finds it there.

    The fork answers when its server has read the libraries to the end. A thread waits for that.
    """
    if not _are_ready or _pool is not None or is_ready_here():
        return
    threading.Thread(target=_fork_one, args=(open_pool(),), daemon=True).start()


def _fork_one(pool: ProcessPoolExecutor) -> None:
    with contextlib.suppress(OSError, RuntimeError):  # the pool may be gone; work will say so
        pool.submit(_begun)


def _begun() -> None:
    """Be there."""


def drop_pool() -> None:
    """End all processes at once, whatever they are at; others are forked when they are needed."""
    global _pool
    pool, _pool = _pool, None
    _kill_all()
    if pool is not None:
        _end_unfinished_answer(pool)
        pool.shutdown(cancel_futures=True)


def _kill_all() -> None:
    for child in multiprocessing.active_children():
        child.kill()


def _end_unfinished_answer(pool: Any) -> None:
    """Let nobody wait for the rest of what a process was sending when it was killed.

    The executor's thread reads a message to its end, and that never comes while this process holds
    the pipe's other end too (CPython's `concurrent/futures/process.py`, `_result_queue`).
    """
    answers = pool._result_queue  # None where a broken pool has been cleared away already
    if answers is not None:
        answers._writer.close()


def end_all() -> None:
    """End whatever was started here, at once."""
    drop_pool()
    stand_down()


def run_in_parallel(
    function: Callable[..., T], given: Mapping[int, tuple[object, ...]], size: Callable[[int], int]
) -> Iterator[tuple[int, T | None]]:
    """Call a function in the processes, the largest work first, and give what comes as it comes.

    `given` are the arguments by number. None comes of those that were lost with a process that
    died. Work begins at once; whoever leaves off reading before the end, by an error or Ctrl-C,
    ends all processes.
    """
    pool = open_pool()
    numbers = sorted(given, key=lambda number: -size(number))
    return _come(pool, {pool.submit(function, *given[number]): number for number in numbers})


def _come(
    pool: ProcessPoolExecutor, futures: Mapping[Future[T], int]
) -> Iterator[tuple[int, T | None]]:
    has_lost = False
    try:
        for future in _as_completed(pool, futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                has_lost = True
                yield futures[future], None
    except BaseException:
        drop_pool()
        raise
    if has_lost:
        drop_pool()


def _as_completed(pool: Any, futures: Mapping[Future[T], int]) -> Iterator[Future[T]]:
    """Give futures as they end, those too whose process died while it answered.

    The executor notices no death while it reads an answer that is not whole.
    """
    waiting = set(futures)
    while waiting:
        done, waiting = futures_wait(waiting, QUIET_SECONDS, FIRST_COMPLETED)
        yield from done
        if not done and any(not each.is_alive() for each in (pool._processes or {}).values()):
            _kill_all()
            _end_unfinished_answer(pool)


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Have what is started here ignore Ctrl-C from its first moment; this process hears it after.

    A blocked signal waits; an ignored one would be lost, and the command go on. SIGTERM is put off
    here too, but not for what is started: that may end by it.
    """
    if sys.platform == "win32":
        yield
        return
    with put_off(*ENDINGS):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def collect_seldom() -> None:
    """Have this process look for garbage in what is made from now on, and less often.

    What was read before, modules above all, lives as long as the process. Layout makes millions of
    objects that have no cycles, and a division's boxes are let go together: each search among them
    that finds nothing is lost.
    """
    gc.enable()
    if gc.get_freeze_count():
        return  # by an earlier book of this process, whose garbage is still to be found
    gc.freeze()
    gc.set_threshold(50_000, 5, 100)
    atexit.register(gc.freeze)  # Python would search all of it once more when it ends


def _begin() -> None:
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End as soon as the parent has, however it did."""
    wait([sentinel])
    os._exit(1)
