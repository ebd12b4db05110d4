//! Where the import of the lock module goes: among the imports of its own package, else behind the absolute ones.
//!
//! ```python
//! import requests              # before
//!
//! from . import views
//! ```
//! ```python
//! import requests              # after
//!
//! from pkg import _locks
//!
//! from . import views
//! ```
//! It stands in the import block, so it is bound before any code of the module can run, whoever imports the module and
//! however far its own imports have come: the lock module imports nothing of the tree.

use std::ops::Range;

use super::import_block::{self, is_docstring, is_future};
use super::imports::{self, Added, Erasure};
use super::placement::{self, Change, Head};
use super::{Weaver, import_merge, kept, stdlib, trivia};
use crate::python::ast::Stmt;
use crate::python::{Ranged, span_of};
use crate::summary::StatementId;
use crate::text::{Piece, Span};

/// The statement behind the head that the import of the lock module stands with: the first one there that imports something of its
/// package, where the head imports nothing of it. What stands between may be there to make that import work (`sys.path.insert`).
pub(super) fn late<'a>(weaver: &Weaver<'a>) -> Option<&'a Stmt> {
    let package = weaver.plan.lock_import.as_ref().map(|import| import.package.as_str())?;
    let body = weaver.module.body();
    let head = import_block::find(weaver.module).count;
    let is_known = |statement: &Stmt| is_relative(statement) || imports_of(statement, package);
    if package.is_empty() || body[..head].iter().any(is_known) {
        return None;
    }
    let at = (head..body.len()).find(|index| imports_of(&body[*index], package))?;
    let start = span_of(body[at].range()).start;
    let code = weaver.summary.functions.first()?;
    let mut sections = weaver.plan.sections.iter().filter(|section| section.function.0 == 0);
    let is_before = |statement: StatementId| {
        code.statements.get(statement.0 as usize).is_some_and(|statement| statement.span.start < start)
    };
    let needs_it_before = sections.any(|section| is_before(section.first.statement));
    (!needs_it_before && placement::owns_lines(weaver, body, at)).then_some(&body[at])
}

/// `statement`, with the import of the lock module if it is the one for that.
pub(super) fn beside(weaver: &Weaver<'_>, statement: &Stmt) -> Option<Vec<Piece>> {
    let package = weaver.plan.lock_import.as_ref().map(|import| import.package.as_str())?;
    let is_it = imports_of(statement, package)
        && late(weaver).is_some_and(|late| span_of(late.range()) == span_of(statement.range()));
    let import = imports::lock_module(weaver).filter(|_| is_it)?;
    let merged = match statement {
        Stmt::ImportFrom(from) if from.module.as_deref() == Some(package) => {
            import_merge::with_names(weaver, from, &import.names)
        }
        _ => None,
    };
    Some(merged.unwrap_or_else(|| vec![Piece::Generated(import.text()), kept(span_of(statement.range()))]))
}

/// Whether `statement` imports, by its whole name, `package` or something in it.
fn imports_of(statement: &Stmt, package: &str) -> bool {
    let is_in = |module: &str| {
        module.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    match statement {
        Stmt::Import(import) => import.names.iter().any(|alias| is_in(&alias.name)),
        Stmt::ImportFrom(import) => import.level == 0 && import.module.as_deref().is_some_and(is_in),
        _ => false,
    }
}

/// Places `import`; gives the index of the erased import that it replaces, if it does. `replaced` is one that has been.
pub(super) fn place(
    head: &Head<'_>,
    import: &Added,
    replaced: Option<usize>,
    changes: &mut Vec<Change>,
) -> Option<usize> {
    let Head { weaver, suite, .. } = *head;
    let lines = &weaver.module.lines;
    let text = import.text();
    if let Some(group) = own_group(head, import) {
        let offset = placement::sorted_offset(weaver, &suite[group], import);
        changes.push(Change::insert(offset, text));
        return None;
    }
    let is_anchor = |index: &usize| {
        let statement = &suite[*index];
        !is_docstring(statement) && !is_future(statement) && !is_relative(statement)
    };
    if let Some(last) = (head.behind_stars..suite.len()).rev().find(is_anchor) {
        let below = suite.get(last + 1).map(|below| lines.line(below.start().into()));
        let is_close = below.is_some_and(|below| below == lines.line(suite[last].end().into()) + 1);
        let after = if is_close { "\n" } else { "" };
        let line = Span::new(
            lines.line_start(suite[last].start().into()),
            trivia::behind_line(weaver.module, suite[last].end().into()),
        );
        if replaced != Some(last)
            && is_erased(weaver, suite, last)
            && placement::owns_lines(weaver, suite, last)
        {
            let follows = last.checked_sub(1).is_some_and(|above| {
                lines.line(suite[above].end().into()) + 1 == lines.line(suite[last].start().into())
            });
            let before = if follows { "\n" } else { "" };
            changes.push(Change::replace(line, format!("{before}{text}{after}")));
            return Some(last);
        }
        changes.push(Change::insert(line.end, format!("\n{text}{after}")));
        return None;
    }
    match (head.behind_stars..suite.len()).find(|index| is_relative(&suite[*index])) {
        Some(first) => {
            let offset = lines.line_start(suite[first].start().into());
            changes.push(Change::insert(offset, format!("{text}\n")));
        }
        None => {
            let is_first = head.end == 0 && changes.is_empty();
            let before = if is_first { "" } else { "\n" };
            changes.push(Change::insert(head.end, format!("{before}{text}")));
        }
    }
    None
}

/// The last run of imports on lines that follow each other among which one is of the lock module's package; at the top, where
/// a package has no name, one that isn't of the standard library.
fn own_group(head: &Head<'_>, import: &Added) -> Option<Range<usize>> {
    let Head { weaver, suite, behind_stars, .. } = *head;
    let top = |module: &str| module.split('.').next().unwrap_or_default().to_owned();
    let own = top(&import.module);
    let is_own = |module: &str| import.names.is_empty() || top(module) == own;
    let stays =
        |index: usize| !is_erased(weaver, suite, index) && placement::owns_lines(weaver, suite, index);
    let is_member =
        |index: usize| foreign_module(&suite[index]).is_some_and(|module| stays(index) && is_own(module));
    let known = (behind_stars..suite.len()).rev().find(|index| is_member(*index))?;
    let line = |offset: u32| weaver.module.lines.line(offset);
    let follows = |index: usize| {
        foreign_module(&suite[index]).is_some()
            && placement::owns_lines(weaver, suite, index)
            && line(suite[index].start().into()) == line(suite[index - 1].end().into()) + 1
    };
    let mut first = known;
    while first > behind_stars && follows(first) && foreign_module(&suite[first - 1]).is_some() {
        first -= 1;
    }
    let count = (known + 1..suite.len()).take_while(|index| follows(*index)).count();
    Some(first..known + 1 + count)
}

/// What an absolute import that isn't of the standard library imports.
fn foreign_module(statement: &Stmt) -> Option<&str> {
    let module = match statement {
        Stmt::Import(import) => import.names.first().map(|alias| alias.name.as_str()),
        Stmt::ImportFrom(import) if import.level == 0 => import.module.as_deref(),
        _ => None,
    };
    module.filter(|module| !stdlib::contains(module) && *module != "__future__")
}

fn is_relative(statement: &Stmt) -> bool {
    matches!(statement, Stmt::ImportFrom(import) if import.level > 0)
}

fn is_erased(weaver: &Weaver<'_>, suite: &[Stmt], index: usize) -> bool {
    imports::erased(weaver, &suite[index]) == Some(Erasure::Whole)
}

#[cfg(test)]
mod tests {
    use crate::plan::LockImport;
    use crate::weave::forms_fixture::{Setting, woven};

    /// The head of `source` with the import of `package`'s lock module.
    fn imported(package: &str, name: &str, source: &str) -> String {
        let import =
            LockImport { package: package.to_owned(), module: "_locks".to_owned(), name: name.to_owned() };
        woven(source, &Setting { lock_import: Some(import), ..Setting::default() })
    }

    #[test]
    fn it_joins_an_import_from_its_package() {
        insta::assert_snapshot!(imported("pkg", "_locks", "import os\n\nfrom pkg import b, C\n\nx = 1\n"), @"
        import os

        from pkg import _locks, b, C

        x = 1
        ");
        insta::assert_snapshot!(imported("pkg", "_locks_2", "from pkg import (\n    b,\n    c,  # why\n)\nx = 1\n"), @"
        from pkg import (
            _locks as _locks_2,
            b,
            c,  # why
        )
        x = 1
        ");
    }

    #[test]
    fn it_stands_among_the_imports_of_its_package() {
        let source = "import os\n\nimport requests\n\nimport pkg.a\nfrom pkg.b import c\nfrom lockweave import atomic\n\nx = 1\n";
        insta::assert_snapshot!(imported("pkg", "_locks", source), @"
        import os

        import requests

        import pkg.a
        from pkg import _locks
        from pkg.b import c

        x = 1
        ");
        insta::assert_snapshot!(imported("", "_locks", "import os\n\nimport a\nfrom b import c\n\nx = 1\n"), @"
        import os

        import _locks
        import a
        from b import c

        x = 1
        ");
    }

    #[test]
    fn it_stands_behind_the_absolute_imports() {
        let source = "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\nimport os\n\nfrom . import b\nfrom .c import d\n";
        insta::assert_snapshot!(imported("pkg", "_locks", source), @r#"
        """Doc."""
        from __future__ import annotations
        import os

        from pkg import _locks

        from . import b
        from .c import d
        "#);
        insta::assert_snapshot!(imported("pkg", "_locks", "try:\n    import a\nexcept ImportError:\n    a = None\nx = 1\n"), @"
        try:
            import a
        except ImportError:
            a = None

        from pkg import _locks

        x = 1
        ");
        insta::assert_snapshot!(imported("pkg", "_locks", "import os; from . import b; x = 1\n"), @"
        from pkg import _locks

        import os; from . import b; x = 1
        ");
        insta::assert_snapshot!(imported("pkg", "_locks", "from . import b; x = 1\n"), @"
        from pkg import _locks

        from . import b; x = 1
        ");
    }

    #[test]
    fn it_takes_the_place_of_an_erased_import() {
        insta::assert_snapshot!(imported("pkg", "_locks", "from lockweave import atomic\n\n\ndef f(): pass\n"), @"
        from pkg import _locks


        def f(): pass
        ");
        insta::assert_snapshot!(imported("pkg", "_locks", "import os\nfrom lockweave import atomic\nfrom . import b\nx = 1\n"), @"
        import os

        from pkg import _locks

        from . import b
        x = 1
        ");
        insta::assert_snapshot!(imported("pkg", "_locks", "import os\n\nfrom lockweave import atomic\n\nx = 1\n"), @"
        import os

        from pkg import _locks

        x = 1
        ");
    }

    #[test]
    fn no_star_import_comes_behind_it() {
        insta::assert_snapshot!(imported("pkg", "_locks", "import pkg.a\nfrom pkg.b import *\nx = 1\n"), @"
        import pkg.a
        from pkg.b import *

        from pkg import _locks

        x = 1
        ");
        insta::assert_snapshot!(imported("pkg", "_locks", "from pkg import a\ntry:\n    from b import *\nexcept ImportError:\n    pass\n\nfrom . import c\n"), @"
        from pkg import a
        try:
            from b import *
        except ImportError:
            pass

        from pkg import _locks

        from . import c
        ");
    }

    #[test]
    fn a_module_without_imports_gets_its_first() {
        insta::assert_snapshot!(imported("a.b", "_locks", "def f(): pass\n"), @"
        from a.b import _locks


        def f(): pass
        ");
        insta::assert_snapshot!(imported("a.b", "_locks", "#!/usr/bin/python\n\"\"\"Doc.\"\"\"\nx = 1\n"), @r#"
        #!/usr/bin/python
        """Doc."""

        from a.b import _locks

        x = 1
        "#);
        insta::assert_snapshot!(imported("a.b", "_locks", "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\nclass C: pass\n"), @r#"
        """Doc."""
        from __future__ import annotations

        from a.b import _locks


        class C: pass
        "#);
        insta::assert_snapshot!(imported("a.b", "_locks", "# About x.\nx = 1"), @"
        from a.b import _locks

        # About x.
        x = 1
        ");
        insta::assert_snapshot!(imported("a.b", "_locks", "\"\"\"Only a doc.\"\"\""), @r#"
        """Only a doc."""
        from a.b import _locks
        "#);
    }
}
