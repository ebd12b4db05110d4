//! Every section that a source could have, tried: the output parses and has the source's tokens, comments included, in the
//! source's order, around those of the section.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::fixture::Fixture;
use super::node::{self, Body, Node, stmt_span};
use crate::plan::Form;
use crate::python::ast::Stmt;
use crate::python::ast::token::TokenKind;
use crate::python::{Module, Ranged, parse, span_of};
use crate::text::FileId;

const SOURCE: &str = r#"#!/usr/bin/env python
"""Docstring
  of the module."""
import a; import b  # two

# first
x = 1; y = f(
    2); z = 3;  # end

@deco(
    1)  # decorated
# between
class C(object): # open
	'''Tabs.'''
	attribute = """
inside
	""" ; other = \
		1
	# above
	@property

	def f(self) -> int: return 1
	async def g(self,
		h): # broken
			async with h as i, i: await i

			async for j in h:
				yield j
			else: pass
	# below f
def k(n):
  if n: a(); b()  # tail
  elif (n
        or not n):

    # odd
      c(f"{n!r:>{n}}" f'''
{n}
''')
      # deeper
 # shallow
  elif n is None: pass
  else:
      while n:
          n -= 1
          if n: continue
          else: break
      # before else
      else:  # on else
          d()
  try: e()
  except (A, B) as f:  # on except
      raise
  except C: pass
  else: g()
  # before finally
  finally:
      with p as q, r(
          s): return \
              1
  match n:
      # first case
      case 1 | 2: t()
      case {"k": v, **rest} if v:
          del v

          # last
      case _: u()
  for w in x: break
  lambda: (yield)
# end of k
if k: k(1)
# end"#;

#[test]
fn every_section_keeps_the_tokens() {
    for newline in ["\n", "\r\n"] {
        let source = SOURCE.replace('\n', newline);
        let module = parse(FileId(0), source.clone()).unwrap();
        let expected = tokens(&module);
        let mut runs = Vec::new();
        collect(&module, module.body(), &mut runs);
        assert!(runs.len() > 70, "{}", runs.len());
        for (first, last) in runs {
            for form in [Form::With, Form::Explicit] {
                let woven = Fixture::new(&source).section_at(form, first, last, "_lock").woven();
                let module = parse(FileId(0), woven.clone()).unwrap();
                let found = without_section(&tokens(&module));
                assert_eq!(found, expected, "{woven}");
                assert_eq!(woven.matches("\r\n").count(), woven.matches('\n').count() * (newline.len() - 1));
            }
        }
    }
}

/// Each run of up to three statements of each block, by the starts of its first and last.
fn collect(module: &Module, suite: &[Stmt], runs: &mut Vec<(u32, u32)>) {
    for (index, stmt) in suite.iter().enumerate() {
        for last in suite.iter().skip(index).take(3) {
            runs.push((stmt_span(stmt).start, stmt_span(last).start));
        }
        for clause in node::clauses(module, Node::Whole(stmt)) {
            match clause.body {
                Body::Suite(suite) => collect(module, suite, runs),
                Body::Cases(cases) => cases.iter().for_each(|case| collect(module, &case.body, runs)),
            }
        }
    }
}

/// The tokens that are not layout, each with a blank before it.
fn tokens(module: &Module) -> String {
    let is_layout = |kind| {
        use TokenKind::{Dedent, EndOfFile, Indent, Newline, NonLogicalNewline, Semi};
        matches!(kind, Dedent | EndOfFile | Indent | Newline | NonLogicalNewline | Semi)
    };
    let kept = module.tokens().iter().filter(|token| !is_layout(token.kind()));
    kept.map(|token| format!(" {}", module.slice(span_of(token.range())))).collect()
}

fn without_section(tokens: &str) -> String {
    let tokens = tokens.replacen(" with _lock :", "", 1);
    let tokens = tokens.replacen(" _lock . acquire ( ) try :", "", 1);
    tokens.replacen(" finally : _lock . release ( )", "", 1)
}
