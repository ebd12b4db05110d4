//! Locks in local variables: of what nested functions capture, a lock for each call of the function around them.
//!
//! ```python
//! def count_all(pages):                                       # before
//!     """Count."""
//!     count = 0
//! ```
//! ```python
//! def count_all(pages):                                       # after
//!     """Count."""
//!     _count_lock = threading.RLock()  # guards count
//!     count = 0
//! ```
//! The line is the function's first, so whatever captures the variable finds it bound. Must not know who takes the lock.

use std::collections::BTreeMap;

use super::block::Emitter;
use super::import_block::is_docstring;
use super::imports::{self, Erasure};
use super::names::Import;
use super::node::{Item, Node};
use super::{Indent, Weaver, prelude, template};
use crate::plan::{Lock, LockSource};
use crate::python::ast::Stmt;
use crate::python::ast::statement_visitor::{StatementVisitor, walk_stmt};
use crate::python::{Ranged, span_of};

/// The local locks of the module, by the offset of the statement above which they stand.
pub(super) fn by_statement<'a>(weaver: &Weaver<'a>) -> BTreeMap<u32, Vec<&'a Lock>> {
    let mut places: BTreeMap<u32, Vec<&Lock>> = BTreeMap::new();
    for lock in &weaver.plan.locks {
        if let LockSource::Local(function) = lock.source
            && let Some(facts) = weaver.summary.functions.get(function.0 as usize)
        {
            places.entry(facts.span.start).or_default().push(lock);
        }
    }
    if places.is_empty() {
        return places;
    }
    let mut search = Search { weaver, places, found: BTreeMap::new() };
    search.visit_body(weaver.module.body());
    search.found
}

/// Finds the functions at `places`.
struct Search<'w, 'a> {
    weaver: &'w Weaver<'a>,
    places: BTreeMap<u32, Vec<&'a Lock>>,
    found: BTreeMap<u32, Vec<&'a Lock>>,
}

impl StatementVisitor<'_> for Search<'_, '_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        if let Stmt::FunctionDef(def) = statement
            && let Some(locks) = self.places.remove(&span_of(def.range()).start)
        {
            let documented = usize::from(def.body.first().is_some_and(is_docstring));
            let stays = |inner: &&Stmt| imports::erased(self.weaver, inner) != Some(Erasure::Whole);
            let first = def.body[documented..].iter().find(stays);
            self.found.extend(first.map(|first| (first.start().into(), locks)));
        }
        walk_stmt(self, statement);
    }
}

impl Emitter<'_, '_> {
    /// Writes the locks that are made above `item`.
    pub(super) fn local_locks(&mut self, item: &Item<'_>, indent: &Indent) {
        let margin = self.weaver.margin(&indent.to);
        let locks = self.decisions.local_locks(item.node.span().start);
        if locks.is_empty() {
            return;
        }
        for lock in locks {
            let holes = [("LOCK", lock.name.as_str()), ("THREADING", self.weaver.name(Import::THREADING))];
            let line = prelude::with_guards(&template::render(template::LOCK, &holes, &margin), lock);
            self.lines.line("", line.trim_end_matches('\n'));
        }
        let defines = matches!(item.node, Node::Whole(Stmt::FunctionDef(_) | Stmt::ClassDef(_)));
        let lead = item.lead.first().map_or("", |lead| self.weaver.module.slice(*lead));
        if defines && !lead.starts_with(['\n', '\r']) {
            self.lines.generated("\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::{Form, Lock, LockSource};
    use crate::summary::FunctionId;
    use crate::weave::fixture::Fixture;
    use crate::weave::forms_fixture::{Setting, woven};

    fn of(name: &str, guards: &str, function: u32) -> Lock {
        let source = LockSource::Local(FunctionId(function));
        Lock { name: name.to_owned(), guards: vec![guards.to_owned()], source }
    }

    /// `source` with a lock in its function number `function`.
    fn locked(source: &str, function: u32) -> String {
        woven(source, &Setting { locks: vec![of("_n_lock", "n", function)], ..Setting::threads() })
    }

    #[test]
    fn the_line_is_the_functions_first() {
        insta::assert_snapshot!(locked("import threading\ndef f():\n    '''Doc.'''\n\n    # The count.\n    n = 0\n", 1), @"
        import threading
        def f():
            '''Doc.'''
            _n_lock = threading.RLock()  # guards n

            # The count.
            n = 0
        ");
        insta::assert_snapshot!(locked("import threading\nclass A:\n  @property\n  def f(self):\n    @cache\n    async def g(): yield n\n    return g\n", 2), @"
        import threading
        class A:
          @property
          def f(self):
            _n_lock = threading.RLock()  # guards n

            @cache
            async def g(): yield n
            return g
        ");
        insta::assert_snapshot!(locked("import threading\ndef f(): '''Doc.'''; n = 0; return n\n", 1), @"
        import threading
        def f():
            '''Doc.'''
            _n_lock = threading.RLock()  # guards n
            n = 0; return n
        ");
        insta::assert_snapshot!(locked("import threading\nasync def f(n):\n    from lockweave import atomic\n    with x: yield\n", 1), @"
        import threading
        async def f(n):
            _n_lock = threading.RLock()  # guards n
            with x: yield
        ");
    }

    #[test]
    fn no_variable_hides_what_makes_it() {
        insta::assert_snapshot!(locked("import threading\n\n\ndef f(threading: int) -> int:\n    return threading\n", 1), @"
        import threading
        import threading as _threading


        def f(threading: int) -> int:
            _n_lock = _threading.RLock()  # guards n
            return threading
        ");
    }

    #[test]
    fn a_body_makes_its_own() {
        let text = locked("@concurrent\ndef f(n: int) -> int:\n    '''Doc.'''\n    return n\n", 1);
        insta::assert_snapshot!(text.split_once("\ndef f").unwrap().1, @"
        (n: int) -> Future[int]:
            '''Doc.'''
            return _spawn(_f_body, n)


        def _f_body(n: int) -> int:
            _n_lock = threading.RLock()  # guards n
            return n
        ");
    }

    #[test]
    fn sections_stand_below_it() {
        let woven = Fixture::new("def f():\n    # n\n    n = 0\n")
            .around(Form::With, "n = 0", &["_n_lock"])
            .local_lock("_n_lock", "def f")
            .woven();
        insta::assert_snapshot!(woven, @"
        def f():
            _n_lock = threading.RLock()
            with _n_lock:
                # n
                n = 0
        ");
    }
}
