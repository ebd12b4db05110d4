//! `lockweave review`: asks about each pending snapshot in a terminal, decides all as told, or lists them.
//!
//! Each decision is written at once, so a review that ends halfway, in whatever way, goes on where it was.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use super::arguments;
use super::report::{self, Stdout};
use super::review_dialogue::Dialogue;
use super::review_view::{restyled_in_words, title};
use super::session::{root_of, snapshot_folder};
use super::{ExitStatus, Stop};
use crate::diagnostics::Sources;
use crate::files::{
    Configuration, Error, FileChange, change_together, find_configuration, settle, stored_snapshots,
};
use crate::review::{Change, Item, accept, items, reject};

pub(super) fn review(arguments: &arguments::Review) -> Result<ExitStatus, Stop> {
    let here = [PathBuf::from(".")];
    let configuration =
        if arguments.no_config { Ok(Configuration::default()) } else { find_configuration(&here) };
    let configuration = configuration.map_err(fail)?;
    if let Some(wrong) = configuration.diagnostics.first() {
        return Err(fail(Error::Configuration(wrong.clone())));
    }
    let root = root_of(&configuration);
    let folder = snapshot_folder(arguments.dir.as_deref(), &configuration.settings, &root);
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let decides = arguments.accept || arguments.reject;
    if terminal || decides {
        settle(&folder).map_err(fail)?;
    }
    let items = chosen(items(stored_snapshots(&folder).map_err(fail)?), &arguments.modules)?;
    if items.is_empty() {
        report::say(&format!("nothing to review in {}", folder.display()));
        return Ok(ExitStatus::Fine);
    }
    if decides {
        return all(arguments, &folder, &items);
    }
    if terminal {
        return Dialogue::new(&folder, &root, &items).run();
    }
    report::write_out(listing(&items).as_bytes())?;
    report::say(&format!(
        "{} to review in {}; run `lockweave review` in a terminal, or with --accept or --reject",
        report::plural(items.len(), "snapshot"),
        folder.display()
    ));
    Ok(ExitStatus::Found)
}

/// Reports an error that ends the run.
fn fail(error: Error) -> Stop {
    let said = report::diagnostics(
        arguments::FormatName::Text,
        Stdout::Free,
        &[error.into_diagnostic()],
        &Sources::default(),
    );
    said.err().unwrap_or(Stop::With(ExitStatus::Failed))
}

/// Changes snapshot files.
pub(super) fn change(folder: &Path, changes: Vec<FileChange>) -> Result<(), Stop> {
    change_together(folder, changes).map_err(fail)
}

/// The items that were named, by source or by snapshot; all where none was.
fn chosen(items: Vec<Item>, names: &[String]) -> Result<Vec<Item>, Stop> {
    let is = |item: &Item, name: &str| {
        let name = name.trim_start_matches("./");
        let path = item.path.to_string_lossy();
        item.name() == name || path == name || path.strip_suffix(".snap") == Some(name)
    };
    if let Some(unknown) = names.iter().find(|name| !items.iter().any(|item| is(item, name))) {
        report::say(&format!("error: nothing of {unknown} is pending"));
        return Err(Stop::With(ExitStatus::Failed));
    }
    let wanted = |item: &Item| names.is_empty() || names.iter().any(|name| is(item, name));
    Ok(items.into_iter().filter(wanted).collect())
}

/// Accepts or rejects all.
fn all(arguments: &arguments::Review, folder: &Path, items: &[Item]) -> Result<ExitStatus, Stop> {
    if arguments.reject {
        change(folder, reject(items))?;
        report::say(&format!("{} rejected", report::plural(items.len(), "snapshot")));
        return Ok(ExitStatus::Fine);
    }
    change(folder, accept(items))?;
    let unreadable: Vec<&Item> = items.iter().filter(|item| item.pending.is_none()).collect();
    report::say(&format!("{} accepted", report::plural(items.len() - unreadable.len(), "snapshot")));
    for item in &unreadable {
        report::say(&format!(
            "error: {} can't be read; run `lockweave snapshot` again",
            item.pending_path().display()
        ));
    }
    Ok(if unreadable.is_empty() { ExitStatus::Fine } else { ExitStatus::Found })
}

/// A line for each item, and one for all that only another version of Lockweave writes differently.
fn listing(items: &[Item]) -> String {
    let is_restyled = |item: &&Item| item.change == Some(Change::Version);
    let others = items.iter().filter(|item| !is_restyled(item));
    let mut out: String = others.map(|item| format!("{}\n", title(item))).collect();
    let restyled = items.iter().filter(is_restyled);
    out.extend(restyled_in_words(restyled.map(|item| item.accepted.as_ref())));
    out
}
