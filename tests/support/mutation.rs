//! Sources changed at random: blocks moved, wrapped and taken from others, names and operators exchanged, line ends, tabs and bytes
//! spoilt. A seed gives the same change on every machine. Must not know what is done with the result.

use super::pipeline::Tree;

/// Numbers from a seed (SplitMix64: Steele, Lea, Flood, 2014).
pub struct Random(u64);

impl Random {
    /// Numbers that depend on `seed` only.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `count`, which is not 0.
    pub fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).unwrap()).unwrap()
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// `tree` with one of its files changed in one to four places; `donor` is where blocks and names are taken from.
pub fn mutated(tree: &Tree, donor: &Tree, random: &mut Random) -> Tree {
    let mut tree = tree.clone();
    let paths: Vec<_> = tree.keys().cloned().collect();
    let path = random.pick(&paths);
    let donors: Vec<_> = donor.values().collect();
    let other = String::from_utf8_lossy(random.pick(&donors).as_slice()).into_owned();
    let mut text = String::from_utf8_lossy(&tree[path]).into_owned();
    for _ in 0..=random.below(4) {
        text = changed(&text, &other, random);
    }
    // Bytes rarely: most of what they spoil is no program any more.
    let bytes = if random.below(12) == 0 { spoilt(text.into_bytes(), random) } else { text.into_bytes() };
    tree.insert(path.clone(), bytes);
    tree
}

fn changed(text: &str, other: &str, random: &mut Random) -> String {
    match random.below(16) {
        0 => with_block(text, random, |_, _, _| Vec::new()),
        1 => with_block(text, random, |block, _, _| [block, block].concat()),
        2 => moved(text, text, random),
        3 | 4 => moved(text, other, random),
        5..=7 => with_block(text, random, wrapped),
        8 => with_block(text, random, decorated),
        9 => with_block(text, random, said_otherwise),
        10 | 11 => words_exchanged(text, text, random),
        12 => words_exchanged(text, other, random),
        13 | 14 => expression_wrapped(text, random),
        _ => laid_out_otherwise(text, random),
    }
}

type Change = fn(&[String], &str, &mut Random) -> Vec<String>;

/// A line and what is indented under it, replaced by what `change` makes of it and its indentation.
fn with_block(text: &str, random: &mut Random, change: Change) -> String {
    let mut lines = lines_of(text);
    let Some((first, last)) = block(&lines, random) else { return text.to_owned() };
    let indent = indent_of(&lines[first]).to_owned();
    let new = change(&lines[first..last], &indent, random);
    lines.splice(first..last, new);
    lines.concat()
}

/// A block of `from`, put somewhere into `text`, as deep as what follows.
fn moved(text: &str, from: &str, random: &mut Random) -> String {
    let donors = lines_of(from);
    let mut lines = lines_of(text);
    let (Some((first, last)), Some((at, _))) = (block(&donors, random), block(&lines, random)) else {
        return text.to_owned();
    };
    let indent = indent_of(&lines[at]).to_owned();
    let old = indent_of(&donors[first]).len();
    let block: Vec<_> =
        donors[first..last].iter().map(|line| format!("{indent}{}", without(line, old))).collect();
    lines.splice(at..at, block);
    lines.concat()
}

fn wrapped(block: &[String], indent: &str, random: &mut Random) -> Vec<String> {
    const AROUND: &[(&str, &str)] = &[
        ("if x:", ""),
        ("while True:", ""),
        ("while x:", "else:\n    pass"),
        ("for i in y:", ""),
        ("for i in y:", "else:\n    pass"),
        ("async for i in y:", ""),
        ("with atomic:", ""),
        ("with open(x) as z:", ""),
        ("with a, b:", ""),
        ("async with a:", ""),
        ("try:", "finally:\n    pass"),
        ("try:", "except Exception as error:\n    raise"),
        ("try:\n    pass\nfinally:", ""),
        ("try:\n    pass\nexcept* ValueError:", ""),
        ("def inner():", ""),
        ("async def inner():", ""),
        ("@concurrent\ndef inner(n, *a, k=1, **o):", ""),
        ("@concurrent\ndef inner():\n    nonlocal x\n    x += 1", ""),
        ("@atomic\ndef inner():", ""),
        ("@synchronized\ndef inner():", ""),
        ("class Inner:", ""),
        ("class Inner(Base, metaclass=M):", ""),
        ("if x:\n    pass\nelif y:", "else:\n    pass"),
        ("match x:\n    case {'a': [b, *c]} if b:", ""),
        ("if 1: pass\nelse:", ""),
    ];
    let (head, tail) = random.pick(AROUND);
    let depth = head.lines().last().map_or(0, |line| indent_of(line).len());
    let inner = " ".repeat(depth + 4);
    let put = |line: &str| format!("{indent}{line}\n");
    let body = block.iter().map(|line| {
        let rest = without(line, indent.len());
        if rest.trim().is_empty() { rest.to_owned() } else { format!("{indent}{inner}{rest}") }
    });
    head.lines().map(put).chain(body).chain(tail.lines().map(put)).collect()
}

fn decorated(block: &[String], indent: &str, random: &mut Random) -> Vec<String> {
    const MARKS: &[&str] = &[
        "@concurrent",
        "@concurrent()",
        "@concurrent(workers=2)",
        "@concurrent(scope=\"body\")",
        "@concurrent(name=\"n\")",
        "@concurrent(\"total\")",
        "@concurrent(locks={\"total\": lock})",
        "@concurrent(unlocked=(\"total\",))",
        "@concurrent(transparent=True)",
        "@concurrent(executor=pool)",
        "@concurrent(context=True, on_error=\"log\")",
        "@lockweave.concurrent",
        "@atomic",
        "@synchronized",
        "@staticmethod",
        "@classmethod",
        "@property",
        "@functools.wraps(f)",
        "@overload",
        "@(yield)",
        "@dataclass(frozen=True)",
        "# lockweave: allow[LW203] reason",
        "from lockweave import concurrent, atomic, synchronized",
        "import lockweave as lw",
        "global total, x",
        "\"\"\"Words.\n\nMore words.\"\"\"",
    ];
    [&[format!("{indent}{}\n", random.pick(MARKS))], block].concat()
}

/// The block's first line with other words for the same place.
fn said_otherwise(block: &[String], _: &str, random: &mut Random) -> Vec<String> {
    const WORDS: &[(&str, &str)] = &[
        ("if ", "while "),
        ("while ", "if "),
        ("for ", "async for "),
        ("def ", "async def "),
        ("def ", "class "),
        ("with ", "async with "),
        ("return ", "yield "),
        ("return ", "raise "),
        ("return ", "return *y, "),
        ("return ", "x = yield "),
        ("return ", "return await "),
        ("@concurrent\n", "@concurrent  # words\n"),
        ("@concurrent\n", "@(concurrent)\n"),
        (" = ", " += "),
        (" += ", " = "),
        (" = ", ": int = "),
        (" = ", ", z = "),
        (" = ", " = z = "),
        (" = ", ", *rest = "),
        (" = ", " = y if z else "),
        (" = ", " = await "),
        (" in ", " not in "),
        ("(", "(*y, "),
        ("(", "(\n"),
        ("):", ", *, k=1):"),
        (") -> ", ", /) -> "),
        ("def ", "def __"),
        (":\n", ": pass\n"),
        ("\n", "; x = 1\n"),
        ("\n", "  # words \u{e9}\n"),
        ("\n", " \\\n"),
        ("\n", " if x else y\n"),
        ("\n", ".result()\n"),
        ("\"", "f\""),
        ("\"", "\"\"\""),
        ("self", "cls"),
        ("self.", "self.__"),
        ("[", "[x := "),
        ("def main()", "def main(x: 'list[int]' = [])"),
    ];
    let fitting: Vec<_> = WORDS.iter().filter(|(old, _)| block[0].contains(old)).collect();
    let mut block = block.to_vec();
    if !fitting.is_empty() {
        let (old, new) = random.pick(&fitting);
        block[0] = block[0].replacen(old, new, 1);
    }
    block
}

/// A word of `text`, replaced by one of `from`: names, numbers, keywords.
fn words_exchanged(text: &str, from: &str, random: &mut Random) -> String {
    let (words, donors) = (words_of(text), words_of(from));
    if words.is_empty() || donors.is_empty() {
        return text.to_owned();
    }
    let (start, old) = *random.pick(&words);
    let (_, new) = random.pick(&donors);
    if random.below(3) == 0 {
        // Everywhere: the program stays whole, its names meet others.
        return text.replace(old, new);
    }
    format!("{}{new}{}", &text[..start], &text[start + old.len()..])
}

/// A name of `text`, put into a larger expression.
fn expression_wrapped(text: &str, random: &mut Random) -> String {
    const AROUND: &[(&str, &str)] = &[
        ("(", ")"),
        ("(lambda: ", ")()"),
        ("[", " for _ in y]"),
        ("(", " for _ in y)"),
        ("{", ": 1}"),
        ("{*", "}"),
        ("(q := ", ")"),
        ("(yield ", ")"),
        ("(await ", ")"),
        ("f\"{", "!r:>{w}}\""),
        ("f'''{\n", "}'''"),
        ("not ", ""),
        ("(x or ", ")"),
        ("", ".result()"),
        ("", "[0]"),
        ("", "[:]"),
        ("", "()"),
        ("", " if x else y"),
        ("", ".get(x, 0) + 1"),
        ("list(map(", ", y))"),
        ("lambda k: ", ""),
        ("(", "\n  # words\n  )"),
        ("*", ""),
        ("del ", ""),
        ("", ": int"),
    ];
    let words = words_of(text);
    if words.is_empty() {
        return text.to_owned();
    }
    let (start, word) = *random.pick(&words);
    let (before, after) = random.pick(AROUND);
    format!("{}{before}{word}{after}{}", &text[..start], &text[start + word.len()..])
}

fn laid_out_otherwise(text: &str, random: &mut Random) -> String {
    match random.below(9) {
        0 => text.replace('\n', "\r\n"),
        1 => text.replace('\n', "\r"),
        2 => text.replace("    ", "\t"),
        3 => text.replace("    ", "  "),
        4 => text.trim_end().to_owned(),
        5 => format!("\u{feff}{text}"),
        6 => format!("#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n{text}"),
        7 => text.replace("\n\n", "\n\u{c}\n"),
        _ => {
            format!("{text}\n{}", random.pick(&["x = 1", "\\", "    ", "\t# words", "if x:\n  pass", "'''"]))
        }
    }
}

fn spoilt(mut bytes: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const BYTES: &[u8] = b"\0\t\n\r\x0c\x1a \"'#()[]{}:;,.@=\\`$\x7f\xc3\xff\xef\xbb\xbf";
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() + 1);
        match random.below(3) {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 if at < bytes.len() => bytes[at] = *random.pick(BYTES),
            2 if at < bytes.len() => bytes.truncate(at.max(1)),
            _ => bytes.insert(at, *random.pick(BYTES)),
        }
    }
    bytes
}

fn lines_of(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// A line that isn't blank, and those under it that are deeper.
fn block(lines: &[String], random: &mut Random) -> Option<(usize, usize)> {
    let starts: Vec<_> = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).collect();
    if starts.is_empty() {
        return None;
    }
    let first = *random.pick(&starts);
    let depth = indent_of(&lines[first]).len();
    let is_inside = |line: &&String| line.trim().is_empty() || indent_of(line).len() > depth;
    let mut last = first + 1 + lines[first + 1..].iter().take_while(is_inside).count();
    while lines[last - 1].trim().is_empty() {
        last -= 1;
    }
    Some((first, last))
}

fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// `line` with at most so much of its indentation taken away.
fn without(line: &str, width: usize) -> &str {
    &line[width.min(indent_of(line).len())..]
}

/// Names, keywords and numbers, with their places.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_word(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                words.push((first, &text[first..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}
