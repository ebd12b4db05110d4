//! Placeholder of this clone only.
use super::{Indent, Weaver, kept, wrapper};
use crate::python::ast::Stmt;
use crate::python::{Ranged, span_of};
use crate::text::{Piece, Shift, Span};

pub(super) fn suite(weaver: &Weaver<'_>, suite: &[Stmt], indent: &Indent, span: Span) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = span.start;
    let src = |a: u32, b: u32| {
        let shift =
            (indent.from != indent.to).then(|| Shift { from: indent.from.clone(), to: indent.to.clone() });
        Piece::Source { span: Span::new(a, b), shift }
    };
    if let Some(first) = suite.first()
        && u32::from(first.start()) == span.start
        && weaver.module.lines.line_start(span.start) != span.start
    {
        pieces.push(Piece::Generated(indent.to.clone()));
    }
    for (index, statement) in suite.iter().enumerate() {
        let at = span_of(statement.range());
        if let Some(super::imports::Erasure::Whole) = super::imports::erased(weaver, statement) {
            let hole = super::imports::hole(weaver, suite, index);
            pieces.push(src(done, hole.start));
            done = hole.end;
            continue;
        }
        match statement {
            Stmt::FunctionDef(def) => {
                if let (Some(marking), Some(launch)) = (weaver.marking(at.start), weaver.launch(at.start)) {
                    pieces.push(src(done, at.start));
                    let head = wrapper::head(weaver, def, marking, launch, indent);
                    pieces.extend(head.pieces);
                    if head.first < def.body.len() {
                        pieces.extend(self::suite(
                            weaver,
                            &def.body[head.first..],
                            &head.suite,
                            Span::new(head.from, at.end),
                        ));
                    } else if let Some(filler) = head.filler {
                        pieces.push(Piece::Generated(format!("{}{filler}", head.suite.to)));
                    }
                    pieces.extend(head.tail);
                    done = at.end;
                } else {
                    pieces.push(src(done, def.body[0].start().into()));
                    let inner =
                        Indent { from: format!("{}    ", indent.from), to: format!("{}    ", indent.to) };
                    let region = Span::new(def.body[0].start().into(), at.end);
                    let mut inner_pieces = self::suite(weaver, &def.body, &inner, region);
                    if weaver.module.lines.line_start(region.start) != region.start {
                        inner_pieces.remove(0);
                    }
                    pieces.extend(inner_pieces);
                    done = at.end;
                }
            }
            Stmt::ClassDef(class) => {
                pieces.push(src(done, class.body[0].start().into()));
                let inner = Indent { from: format!("{}    ", indent.from), to: format!("{}    ", indent.to) };
                let region = Span::new(class.body[0].start().into(), at.end);
                let mut inner_pieces = self::suite(weaver, &class.body, &inner, region);
                if weaver.module.lines.line_start(region.start) != region.start {
                    inner_pieces.remove(0);
                }
                pieces.extend(inner_pieces);
                done = at.end;
            }
            _ => {}
        }
    }
    pieces.push(src(done, span.end));
    pieces
}
#[allow(dead_code)]
fn used(_: &Weaver<'_>) {
    let _ = kept;
}
