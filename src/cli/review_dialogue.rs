//! The questions of `lockweave review`, one a pending snapshot, and the keys that answer them. Must not know what a decision writes.

use std::path::Path;

use console::{Key, Term};

use super::report;
use super::review::change;
use super::review_view::{differences, heading, paragraph, restyled_in_words, title};
use super::{ExitStatus, Stop};
use crate::diagnostics::Paint;
use crate::files::{Hash, read_file};
use crate::review::{Change, Item, accept, reject};

/// Ctrl-D.
const END_OF_INPUT: char = '\u{4}';

const HELP: &[&str] = &[
    "a  accept: this is the reviewed output from now on",
    "r  reject: what was accepted stays; `lockweave snapshot` asks again",
    "s  skip: decide later",
    "g  accept every pending module that shares locks with this one",
    "d  show the differences again, of every module",
    "q  quit: decisions are kept, the rest stays pending",
    "A  accept all that is left; R  reject all that is left",
];

/// A review in a terminal.
pub(super) struct Dialogue<'a> {
    folder: &'a Path,
    /// What the sources' names start from.
    root: &'a Path,
    /// What is asked about, one question after another.
    questions: Vec<Vec<&'a Item>>,
    /// The questions that are answered.
    decided: Vec<bool>,
    term: Term,
    paint: Paint,
}

/// What is done about a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    AcceptGroup,
    AcceptAll,
    Reject,
    RejectAll,
    Skip,
    Quit,
}

impl<'a> Dialogue<'a> {
    /// A question for each item; those that only another version of Lockweave writes differently are one question.
    pub(super) fn new(folder: &'a Path, root: &'a Path, items: &'a [Item]) -> Dialogue<'a> {
        let (restyled, others): (Vec<&Item>, Vec<&Item>) =
            items.iter().partition(|item| item.change == Some(Change::Version));
        let mut questions: Vec<Vec<&Item>> = others.into_iter().map(|item| vec![item]).collect();
        if !restyled.is_empty() {
            questions.push(restyled);
        }
        let decided = vec![false; questions.len()];
        let paint = report::paint(&std::io::stdout());
        Dialogue { folder, root, questions, decided, term: Term::stdout(), paint }
    }

    /// Asks until all is answered or the user has enough.
    pub(super) fn run(mut self) -> Result<ExitStatus, Stop> {
        for at in 0..self.questions.len() {
            if self.decided[at] {
                continue;
            }
            self.show(at)?;
            let answer = self.ask(at)?;
            self.carry_out(at, answer)?;
            if answer == Answer::Quit {
                break;
            }
        }
        let open = self.decided.iter().zip(&self.questions).filter(|(decided, _)| !**decided);
        let left: usize = open.map(|(_, items)| items.len()).sum();
        if left == 0 {
            self.say("all is reviewed")?;
            return Ok(ExitStatus::Fine);
        }
        self.say(&format!("{} left to review", report::plural(left, "snapshot")))?;
        Ok(ExitStatus::Found)
    }

    /// Words of our own, in lines that fit.
    fn say(&self, words: &str) -> Result<(), Stop> {
        report::write_out(format!("{}\n", paragraph(words, self.width())).as_bytes())
    }

    fn width(&self) -> usize {
        usize::from(self.term.size().1).max(1)
    }

    fn show(&self, at: usize) -> Result<(), Stop> {
        let width = self.width();
        let items = &self.questions[at];
        let position = format!("[{}/{}]", at + 1, self.questions.len());
        let mut out = String::from("\n");
        if let Some(words) = restyled(items) {
            out.push_str(&heading(
                &paragraph(&format!("{position} {}", words.trim_end()), width),
                self.paint,
            ));
            out.push('\n');
            items.iter().for_each(|item| out.push_str(&format!("  {}\n", item.name())));
            return report::write_out(out.as_bytes());
        }
        for item in items {
            out.push_str(&heading(&paragraph(&format!("{position} {}", title(item)), width), self.paint));
            out.push('\n');
            for note in self.notes(at, item) {
                out.push_str(&paragraph(&format!("note: {note}"), width));
                out.push('\n');
            }
            out.push_str(&differences(item, width, self.paint));
        }
        report::write_out(out.as_bytes())
    }

    /// What is good to know before deciding.
    fn notes(&self, at: usize, item: &Item) -> Vec<String> {
        let mut notes = Vec::new();
        let group = self.group(at);
        if let (Some(linked), true) = (item.linked(), group.len() > 1) {
            let others: Vec<String> = group
                .iter()
                .filter(|other| **other != at)
                .flat_map(|other| &self.questions[*other])
                .map(|other| other.name())
                .collect();
            notes.push(format!("it shares the locks of {linked} with {}", others.join(", ")));
        }
        let Some(pending) = &item.pending else {
            return vec!["it can't be read: reject it, and run `lockweave snapshot` again".to_owned()];
        };
        if let Some(accepted) = &item.accepted {
            let (before, after) = (&accepted.origin, &pending.origin);
            if before.version != after.version {
                notes.push(format!("made by Lockweave {}; accepted from {}", after.version, before.version));
            }
            for (key, value) in &after.options {
                let old =
                    before.options.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
                if old != Some(value) {
                    notes.push(format!("made with {key} {value}; accepted with {}", old.unwrap_or("none")));
                }
            }
        }
        let source = read_file(&self.root.join(&pending.origin.source));
        if let (Ok(bytes), Some(hash)) = (source, pending.origin.source_hash)
            && Hash::of(&bytes) != hash
        {
            notes.push("the source has changed since; `lockweave snapshot` makes a new one".to_owned());
        }
        notes
    }

    /// The questions, this one included, about modules that share its locks and are not decided.
    fn group(&self, at: usize) -> Vec<usize> {
        let linked = |question: usize| self.questions[question].first().and_then(|item| item.linked());
        let Some(own) = linked(at) else { return vec![at] };
        (0..self.questions.len())
            .filter(|other| !self.decided[*other] && linked(*other) == Some(own))
            .collect()
    }

    /// Waits for a key that answers.
    fn ask(&self, at: usize) -> Result<Answer, Stop> {
        let readable = self.questions[at].iter().all(|item| item.pending.is_some());
        let group = self.group(at).len();
        let mut choices = vec!["(a)ccept", "(r)eject", "(s)kip", "(q)uit", "(h)elp"];
        let linked = format!("(g) accept all {group} that share locks");
        if !readable {
            choices.remove(0);
        } else if group > 1 {
            choices.insert(1, &linked);
        }
        let prompt = format!("{} ", paragraph(&choices.join(", "), self.width().saturating_sub(1)));
        loop {
            report::write_out(heading(&prompt, self.paint).as_bytes())?;
            let key = self.term.read_key_raw();
            let answer = match key {
                Ok(Key::Char('a')) if readable => Answer::Accept,
                Ok(Key::Char('A')) => Answer::AcceptAll,
                Ok(Key::Char('g')) if readable && group > 1 => Answer::AcceptGroup,
                Ok(Key::Char('r')) => Answer::Reject,
                Ok(Key::Char('R')) => Answer::RejectAll,
                Ok(Key::Char('s')) => Answer::Skip,
                Ok(Key::Char('q' | 'Q' | END_OF_INPUT) | Key::CtrlC) => Answer::Quit,
                Ok(other) => {
                    self.explain(at, &other)?;
                    continue;
                }
                // The terminal has gone, or its input has ended.
                Err(_) => Answer::Quit,
            };
            return Ok(answer);
        }
    }

    /// Answers a key that decides nothing.
    fn explain(&self, at: usize, key: &Key) -> Result<(), Stop> {
        report::write_out(b"\n")?;
        match key {
            Key::Char('d') => {
                for item in &self.questions[at] {
                    let differences = differences(item, self.width(), self.paint);
                    let name = heading(&item.name(), self.paint);
                    report::write_out(format!("{name}\n{differences}").as_bytes())?;
                }
                Ok(())
            }
            Key::Char('?' | 'h') => HELP.iter().try_for_each(|line| self.say(line)),
            Key::Char(letter) if !letter.is_control() => self.say(&format!("`{letter}` is no choice here")),
            _ => self.say("that key is no choice here"),
        }
    }

    fn carry_out(&mut self, at: usize, answer: Answer) -> Result<(), Stop> {
        let left = || (0..self.questions.len()).filter(|other| !self.decided[*other]).collect::<Vec<_>>();
        let about = match answer {
            Answer::Accept | Answer::Reject => vec![at],
            Answer::AcceptGroup => self.group(at),
            Answer::AcceptAll | Answer::RejectAll => left(),
            Answer::Skip | Answer::Quit => Vec::new(),
        };
        let all: Vec<&Item> = about.iter().flat_map(|at| self.questions[*at].iter().copied()).collect();
        let (word, changes) = match answer {
            Answer::Accept | Answer::AcceptGroup | Answer::AcceptAll => {
                ("accepted", accept(all.iter().copied()))
            }
            Answer::Reject | Answer::RejectAll => ("rejected", reject(all.iter().copied())),
            Answer::Skip => ("skipped", Vec::new()),
            Answer::Quit => ("quit", Vec::new()),
        };
        let names: Vec<String> = all.iter().map(|item| item.name()).collect();
        report::write_out(b"\n")?;
        change(self.folder, changes)?;
        for at in about {
            self.decided[at] =
                self.questions[at].iter().all(|item| word == "rejected" || item.pending.is_some());
        }
        self.say(format!("{word} {}", names.join(", ")).trim_end())
    }
}

/// One line about items that only another version of Lockweave writes differently.
fn restyled(items: &[&Item]) -> Option<String> {
    let all = items.iter().all(|item| item.change == Some(Change::Version));
    let accepted = items.iter().map(|item| item.accepted.as_ref());
    if all { restyled_in_words(accepted) } else { None }
}
