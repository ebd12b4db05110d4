//! What wrappers, bodies, imports and prelude become: each snapshot under `snapshots/forms/` is a whole module.

use super::forms_fixture::{Setting, lock, woven};
use crate::options::Switch;
use crate::plan::{Lock, LockSource};

/// Holds what `source` becomes in the snapshot `name`.
#[track_caller]
fn check(name: &str, source: &str, setting: &Setting) {
    let text = woven(source, setting);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/forms");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_function_becomes_wrapper_and_body() {
    let source = r#"
from lockweave import concurrent

hits: dict[str, int] = {}
total = 0


@concurrent
def record(page: str, n: int = 1) -> int:
    """Count hits."""
    return n
"#;
    let locks = vec![lock("_hits_lock", &["hits", "total"])];
    check("function", source, &Setting { locks, ..Setting::default() });
}

#[test]
fn every_parameter_kind_is_forwarded() {
    let source = r#"
@concurrent
def f(a, /, b: int = 1, *args: str, k=None, **kwargs) -> None: return 1


@concurrent
def g(*, k: int = 2): return k


@concurrent
def h(
    first: "dict[str, int]",  # the first
    second: Literal["a, b)"] = "a, b)",
): return first
"#;
    check("parameters", source, &Setting::default());
}

#[test]
fn methods_reach_their_body_by_its_private_name() {
    let source = r#"
from lockweave import concurrent


class Account:
    @concurrent
    def deposit(this, amount: int) -> 'Account':
        # Slow.
        '''Doc.'''  # doc

        # First.
        return this

    @classmethod
    @concurrent
    def make(cls, n): return cls()

    @concurrent
    @staticmethod
    def rest(*, a): pass

    @concurrent
    def all(*args, **kwargs): pass


def outer():
    class Local:
        class Inner:
            @concurrent
            @staticmethod
            def s(a): return a
    @concurrent
    def nested(a):
        return a
"#;
    check("methods", source, &Setting::default());
}

#[test]
fn decorators_go_where_they_belong() {
    let source = r#"
import requests
from lockweave import concurrent
@outer  # above
# ours
@concurrent  # noqa
# inner
@inner(1)
# def
def f(a: int, b=2):  # def line
    pass


class Q(ABC):
    @concurrent
    @abstractmethod
    def a(self, x: int) -> int:
        ...

    @property
    @concurrent
    def p(self) -> int:
        return 1

    @concurrent
    @retry(3)
    def b(self, x: int = 1) -> int:
        return 1
"#;
    check("decorators", source, &Setting::default());
}

#[test]
fn a_protocol_member_has_its_body_inside() {
    let source = r#"
class P(Protocol):
    @concurrent
    def a(self, x: int) -> int: ...
    @concurrent
    def b(self, x: int = 2) -> int:
        """Doc."""
        return super().b(x)

    c = 1
"#;
    check("protocol", source, &Setting::default());
}

#[test]
fn a_thread_a_call() {
    let source = r#"
from concurrent.futures import as_completed
from lockweave import concurrent


def g(threading, Any): pass


@concurrent(name="poller", daemon=True)
def poll_for_what_is_new(first_argument: int, second_argument: "Foo") -> Dict[str, "Foo"]:
    """Only a doc."""


@concurrent(on_error="log", context=True)
def f(a: int) -> int:
    return a


@concurrent
def h() -> int: return 1
"#;
    check("threads", source, &Setting::threads());
    check("threads_38", source, &Setting::threads().target(8));
    check("threads_312", source, &Setting::threads().target(12));
}

#[test]
fn annotations_are_quoted_where_future_cannot_be_subscripted() {
    let source = r#"
import os
from lockweave import concurrent

@concurrent
def a() -> int: return 1
@concurrent
def b() -> "dict[str, Account]": return 1
@concurrent
def c() -> dict[str, "Account"]: return 1
@concurrent
def d() -> None: return 1
@concurrent
def e() -> dict[str, 'Account' "s"]: return 1
"#;
    check("annotations_38", source, &Setting::default().target(8));
    let postponed = format!("from __future__ import annotations\n{source}");
    check("annotations_postponed", &postponed, &Setting::default().target(8));
}

#[test]
fn what_needs_a_name_stands_behind_its_binding() {
    let source = r#"
from lockweave import concurrent

N = 4
mine = make_lock()
other = threading.Lock()


@concurrent(workers=N, locks={"hits": mine, "total": other})
def f():
    return 1


class After: pass
"#;
    let mut setting = Setting::default();
    setting.options.cancel_at_exit = Switch::On;
    check("late_definitions", source, &setting);
}

#[test]
fn a_docstring_on_the_header_line_gets_its_own() {
    let source = r#"
try:
    from lockweave import concurrent
except ImportError:
    def concurrent(f): return f
import os, sys

x = 1
@concurrent(executor=get() or other)
def f[T](a: T, *, b: int) -> T: """Doc"""; return a
@concurrent(executor=pool)
def g(): """Doc"""
"#;
    check("one_line", source, &Setting::default().target(13));
}

#[test]
fn imports_are_added_where_importers_would() {
    let source = r#"#!/usr/bin/env python
# coding: utf-8
"""Doc."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import requests

from lockweave import atomic, concurrent

# About f.
@concurrent
def f() -> int: return 1
"#;
    check("imports_sorted", source, &Setting::default());
    let source = "# About x.\nx = 1\n@concurrent\ndef f(): return 1\n";
    check("imports_none", source, &Setting::default());
    let source =
        "import requests\n\nfrom lockweave import concurrent, call_here\n@concurrent\ndef f(): return 1\n";
    check("imports_third_party", source, &Setting::default());
    let source =
        "import numpy; import os; from lockweave import concurrent; x = 1\n@concurrent\ndef f(): return 1\n";
    check("imports_semicolons", source, &Setting::default());
}

#[test]
fn a_forked_child_makes_locks_and_pools_anew() {
    let source = r#"
from lockweave import concurrent

N = 4


@concurrent(workers=N)
def f() -> int:
    return 1
"#;
    let table = Lock { source: LockSource::PerObject, ..lock("_account_locks", &["Account.balance"]) };
    let locks = vec![table, lock("_hits_lock", &["hits", "total"])];
    check("forks", source, &Setting { locks, forks: Switch::On, ..Setting::default() });
}

#[test]
fn the_style_of_the_file_is_kept() {
    let source = "from lockweave import concurrent\r\n\r\n\r\nclass A:\r\n\t@concurrent\r\n\tdef f(self, a: int=1) -> int:\r\n\t\t'''Doc\r\n\t\tmore'''\r\n\t\treturn a\r\n\r\n\t@concurrent\r\n\tdef g(self): return 1";
    let text = woven(source, &Setting::default());
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(!text.lines().any(|line| line.starts_with(' ') && line.contains("submit")));
    assert!(text.ends_with("def __g_body(self):\r\n\t\treturn 1"), "{text:?}");
    assert!(
        text.contains("\t'''Doc\r\n\t\tmore'''\r\n\t\treturn _executor.submit(self.__f_body, a)\r\n"),
        "{text:?}"
    );
}
