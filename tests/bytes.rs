//! Outputs as bytes: snapshots don't see line ends, final newlines, tabs and encodings, so they are asserted here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use support::pipeline::weave_module;

mod support;

/// A module, with LF, four spaces, and nothing outside ASCII.
const SOURCE: &str = "\
# Counts.
from lockweave import concurrent

total = 0


@concurrent
def add(n):
    global total
    step = n * 2
    total += step
    return step


def reset():
    global total
    total = 0
";

const WOVEN: &str = "\
# Counts.
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_executor = ThreadPoolExecutor(thread_name_prefix=\"module\")
_total_lock = threading.RLock()  # guards total


def _drop_queued(*error: Any, hook: Any = sys.excepthook) -> None:
    \"\"\"On Ctrl-C what is queued is dropped, so that the program ends.\"\"\"
    if issubclass(error[0], KeyboardInterrupt):
        _executor.shutdown(wait=False, cancel_futures=True)
    hook(*error)


sys.excepthook = _drop_queued

total = 0


def add(n):
    return _executor.submit(_add_body, n)


def _add_body(n):
    global total
    step = n * 2
    _total_lock.acquire()
    try:
        total += step
    finally:
        _total_lock.release()
    return step


def reset():
    global total
    with _total_lock:
        total = 0
";

/// Weaves a module and compares bytes; the message is text, so that it can be read.
#[track_caller]
fn assert_becomes(source: impl AsRef<[u8]>, expected: impl AsRef<[u8]>) {
    let (woven, expected) = (weave_module(source), expected.as_ref());
    let shown = |bytes: &[u8]| bytes.escape_ascii().to_string().replace("\\n", "\\n\n");
    assert!(woven == expected, "found\n{}\nexpected\n{}", shown(&woven), shown(expected));
}

#[test]
fn plain() {
    assert_becomes(SOURCE, WOVEN);
}

#[test]
fn crlf() {
    assert_becomes(SOURCE.replace('\n', "\r\n"), WOVEN.replace('\n', "\r\n"));
}

#[test]
fn lone_cr() {
    assert_becomes(SOURCE.replace('\n', "\r"), WOVEN.replace('\n', "\r"));
}

#[test]
fn mixed_line_ends_stay_where_they_are() {
    let source =
        SOURCE.replace("# Counts.\n", "# Counts.\r\n").replace("    total = 0\n", "    total = 0\r\n");
    let woven = weave_module(source);
    assert!(woven.starts_with(b"# Counts.\r\n"), "{}", woven.escape_ascii());
    assert!(woven.ends_with(b"total = 0\r\n"), "{}", woven.escape_ascii());
}

#[test]
fn tabs() {
    assert_becomes(SOURCE.replace("    ", "\t"), WOVEN.replace("    ", "\t"));
}

#[test]
fn two_spaces() {
    assert_becomes(SOURCE.replace("    ", "  "), WOVEN.replace("    ", "  "));
}

#[test]
fn byte_order_mark() {
    assert_becomes(format!("\u{feff}{SOURCE}"), format!("\u{feff}{WOVEN}"));
}

#[test]
fn byte_order_mark_before_the_import() {
    let without_comment = |text: &str| text.replacen("# Counts.\n", "", 1);
    assert_becomes(
        format!("\u{feff}{}", without_comment(SOURCE)),
        format!("\u{feff}{}", without_comment(WOVEN)),
    );
}

#[test]
fn latin_1_keeps_its_encoding() {
    let in_latin_1 = |text: &str| {
        let text = text.replace("# Counts.", "# -*- coding: latin-1 -*-\n# Z\u{e4}hlt.");
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>()
    };
    assert!(in_latin_1(SOURCE).contains(&0xe4));
    assert_becomes(in_latin_1(SOURCE), in_latin_1(WOVEN));
}

#[test]
fn utf_8_cookie_and_letters() {
    let in_greek =
        |text: &str| text.replace("# Counts.", "# coding: utf-8\n# \u{39c}\u{3b5}\u{3c4}\u{3c1}\u{3ac}.");
    assert_becomes(in_greek(SOURCE), in_greek(WOVEN));
}

#[test]
fn form_feeds() {
    let with_feeds = |text: &str| text.replace("def reset", "\x0c\ndef reset");
    assert_becomes(with_feeds(SOURCE), with_feeds(WOVEN));
    let inside = |text: &str, indent: &str| {
        text.replace(&format!("{indent}total += step"), &format!("\x0c\n{indent}total += step"))
    };
    let woven = weave_module(inside(SOURCE, "    "));
    assert_eq!(woven.iter().filter(|byte| **byte == 0x0c).count(), 1, "{}", woven.escape_ascii());
}

#[test]
fn no_newline_at_the_end() {
    assert_becomes(SOURCE.trim_end(), WOVEN.trim_end());
}

#[test]
fn blank_lines_at_the_end() {
    assert_becomes(format!("{SOURCE}\n\n"), format!("{WOVEN}\n\n"));
}

#[test]
fn trailing_spaces_and_comments() {
    let untidy = |text: &str| {
        text.replace("step = n * 2\n", "step = n * 2   # twice  \n")
            .replace("total += step\n", "total += step  # here\n")
    };
    assert_becomes(untidy(SOURCE), untidy(WOVEN));
}

#[test]
fn strings_over_lines_keep_their_inside() {
    let with_string = |text: &str, indent: &str| {
        text.replace(
            &format!("{indent}total += step\n"),
            &format!("{indent}total += len(\"\"\"\n  a\n\tb\n    c\\\n\"\"\")\n"),
        )
    };
    assert_becomes(with_string(SOURCE, "    "), with_string(WOVEN, "        "));
}

#[test]
fn f_strings_over_lines_keep_their_inside() {
    let with_string = |text: &str, indent: &str| {
        text.replace(
            &format!("{indent}total += step\n"),
            &format!("{indent}total += len(f\"\"\"\n    {{step}}\n  {{step!r}}\n\"\"\")\n"),
        )
    };
    assert_becomes(with_string(SOURCE, "    "), with_string(WOVEN, "        "));
}

#[test]
fn backslash_continuations() {
    let continued = |text: &str, indent: &str| {
        text.replace(&format!("{indent}total += step\n"), &format!("{indent}total += \\\n{indent}    step\n"))
    };
    assert_becomes(continued(SOURCE, "    "), continued(WOVEN, "        "));
}

#[test]
fn lines_in_brackets_move_with_their_statement() {
    let bracketed = |text: &str, indent: &str| {
        text.replace(
            &format!("{indent}total += step\n"),
            &format!("{indent}total += sum([\n{indent}    step,  # one\n\n{indent}])\n"),
        )
    };
    assert_becomes(bracketed(SOURCE, "    "), bracketed(WOVEN, "        "));
}

#[test]
fn semicolons() {
    let source = SOURCE
        .replace("    step = n * 2\n    total += step\n", "    step = n * 2; total += step; step += 1\n");
    let woven = String::from_utf8(weave_module(source)).unwrap();
    let expected = "    step = n * 2\n    _total_lock.acquire()\n    try:\n        total += step\n    finally:\n        \
                    _total_lock.release()\n    step += 1\n    return step\n";
    assert!(woven.contains(expected), "{woven}");
}

#[test]
fn one_line_suites() {
    assert_becomes(
        SOURCE.replace("    global total\n    total = 0\n", "    global total; total = 0\n"),
        WOVEN,
    );
    let source = SOURCE.replace("    total += step\n", "    if n: total += step\n");
    let expected = "    if n:\n        _total_lock.acquire()\n        try:\n            total += step\n        finally:\n            \
                    _total_lock.release()\n    return step\n";
    let woven = String::from_utf8(weave_module(source)).unwrap();
    assert!(woven.contains(expected), "{woven}");
}

#[test]
fn a_module_without_a_marker_is_the_same_bytes() {
    for source in [
        &b""[..],
        b"\n",
        b"x = 1",
        b"\xef\xbb\xbfx = 1\r",
        b"# coding: latin-1\nx = '\xe4'\n",
        b"\x0c\n\tpass",
    ] {
        assert_eq!(weave_module(source).escape_ascii().to_string(), source.escape_ascii().to_string());
    }
}
