//! Python in, a compact dump of the IR out.

use super::*;
use crate::python::parse;
use crate::text::FileId;

fn summary(source: &str) -> ModuleSummary {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let (markers, diagnostics) = crate::python::markers(&module);
    assert_eq!(diagnostics, []);
    summarize(&module, &markers)
}

#[test]
fn smoke() {
    let s = summary(
        "from lockweave import concurrent\nhits = {}\n@concurrent\ndef f(page, n: int = 1) -> int:\n    hits[page] = hits.get(page, 0) + 1\n    return [x for x in hits if x][0]\n",
    );
    println!("{s:#?}");
    assert_eq!(s.functions.len(), 2);
}
