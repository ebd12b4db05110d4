//! `# lockweave: allow[LW203] reason` comments. Must not know what they silence.

use rustpython_ast::token::TokenKind;
use rustpython_text_size::Ranged;

use super::module::{Module, span_of};
use crate::diagnostics::{AllowComment, Code};

/// The allow comments of `module`, in source order.
pub fn allow_comments(module: &Module) -> Vec<AllowComment> {
    let comments = module.tokens().iter().filter(|token| token.kind() == TokenKind::Comment);
    comments
        .filter_map(|token| {
            let span = span_of(token.range());
            let (codes, unknown) = read(module.slice(span))?;
            Some(AllowComment { span, line: module.lines.line(span.start) as u32, codes, unknown })
        })
        .collect()
}

/// The codes and the words that are none in `# lockweave: allow[...]`; `None` for other comments. Without brackets, or with
/// empty ones, it is an allow comment that names nothing.
fn read(comment: &str) -> Option<(Vec<Code>, Vec<String>)> {
    // Another tool's comment may stand before ours: `# noqa  # lockweave: allow[LW203]`.
    let ours = comment.split('#').find_map(|part| part.trim_start().strip_prefix("lockweave:"))?;
    let rest = ours.trim_start().strip_prefix("allow")?;
    let inside = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or("");
    let (mut codes, mut unknown) = (Vec::new(), Vec::new());
    for word in inside.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty()) {
        match Code::parse(word) {
            Some(code) => codes.push(code),
            None => unknown.push(word.to_owned()),
        }
    }
    Some((codes, unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read() {
        let read = |comment| read(comment).map(|(codes, unknown)| (codes, unknown.join(",")));
        assert_eq!(read("# lockweave: allow[LW203] reason"), Some((vec![Code::LW203], String::new())));
        assert_eq!(
            read("# noqa # lockweave:allow[LW203, LW201,XX]"),
            Some((vec![Code::LW203, Code::LW201], "XX".to_owned()))
        );
        assert_eq!(read("# lockweave: allow LW203"), Some((vec![], String::new())));
        assert_eq!(read("# allow[LW203]"), None);
    }
}
