//! Configuration: `[tool.lockweave]` in the pyproject.toml nearest above the sources. Must not know what the settings do.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Error;
use super::config_keys::KEYS;
use super::discover::resolve;
use super::module_name::is_identifier;
use crate::diagnostics::{Code, Diagnostic};
use crate::options::{LockStyle, Options, Strictness, Switch, TargetVersion};
use crate::text::{FileId, Place, Span};

/// The file that holds the configuration.
pub(super) const FILE_NAME: &str = "pyproject.toml";

/// What a project asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// For the analysis and the output.
    pub options: Options,
    /// Patterns of files that are left out.
    pub exclude: Vec<String>,
    /// Whether warnings fail a run.
    pub deny_warnings: Switch,
    /// Whether what others need to know is put into the output.
    pub library: Switch,
    /// Packages that were woven before.
    pub libraries: Vec<String>,
    /// Where snapshots are kept, from the configuration's folder; `None` where it doesn't say.
    pub snapshot_folder: Option<PathBuf>,
    /// The file that was read; `None` where there is none.
    pub file: Option<PathBuf>,
}

/// A configuration as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The file; empty where there is none.
    pub path: PathBuf,
    /// Its text, which the diagnostics' places (as `FileId(0)`) are in.
    pub text: String,
    /// What it asks for; defaults where it says nothing.
    pub settings: Settings,
    /// What is wrong with it (LW904).
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the configuration for `sources`: of the pyproject.toml files in the deepest folder that holds them all and above it, the
/// nearest that has a `[tool.lockweave]`, else the nearest (its line length counts).
///
/// # Errors
/// Where a file is there and can't be read.
pub fn find_configuration(sources: &[PathBuf]) -> Result<Configuration, Error> {
    let Some(start) = common_folder(sources) else { return Ok(Configuration::default()) };
    let mut nearest = None;
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|cause| Error::read(&path, cause))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (configuration, own) = parse_configuration(path, text);
        match own {
            Ownership::Ours => return Ok(configuration),
            Ownership::Other => nearest = nearest.or(Some(configuration)),
        }
    }
    Ok(nearest.unwrap_or_default())
}

/// Whether a pyproject.toml speaks to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ownership {
    Ours,
    Other,
}

fn common_folder(sources: &[PathBuf]) -> Option<PathBuf> {
    let folder = |source: &PathBuf| {
        let real = resolve(source);
        if real.is_dir() { Some(real) } else { real.parent().map(Path::to_owned) }
    };
    let mut folders = sources.iter().filter_map(folder);
    let first = folders.next()?;
    Some(folders.fold(first, |common, folder| {
        common
            .ancestors()
            .find(|above| folder.starts_with(above))
            .map(Path::to_owned)
            .unwrap_or(common.clone())
    }))
}

fn parse_configuration(path: PathBuf, text: String) -> (Configuration, Ownership) {
    let mut configuration = Configuration { path, ..Configuration::default() };
    let ownership = match DeTable::parse(&text) {
        Ok(document) => read_document(document.get_ref(), &mut configuration),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let message = format!("{FILE_NAME} is not TOML: {}", error.message());
            configuration.diagnostics.push(Diagnostic::new(Code::LW904, message, place(span), ""));
            Ownership::Ours
        }
    };
    configuration.text = text;
    configuration.settings.file = Some(configuration.path.clone());
    (configuration, ownership)
}

fn read_document(document: &DeTable<'_>, configuration: &mut Configuration) -> Ownership {
    let Some(tool) = table(document, "tool") else { return Ownership::Other };
    let own = table(tool, "lockweave");
    if let Some(own) = own {
        let mut reader =
            Reader { settings: &mut configuration.settings, diagnostics: &mut configuration.diagnostics };
        for (key, value) in own {
            reader.key(key, value);
        }
    }
    if own.is_none_or(|own| find(own, "line-length").is_none()) {
        let formatter = ["ruff", "black"].iter().find_map(|name| find(table(tool, name)?, "line-length"));
        if let Some(length) = formatter.and_then(|value| integer(value.get_ref())) {
            configuration.settings.options.line_length = u16::try_from(length).unwrap_or(u16::MAX).max(1);
        }
    }
    match own {
        Some(_) => Ownership::Ours,
        None => Ownership::Other,
    }
}

/// Whether a pyproject.toml has a table of ours.
pub(super) fn names_us(text: &str) -> bool {
    let document = DeTable::parse(text);
    document.is_ok_and(|document| {
        table(document.get_ref(), "tool").is_some_and(|tool| find(tool, "lockweave").is_some())
    })
}

fn find<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(_, value)| value)
}

fn table<'t, 'i>(parent: &'t DeTable<'i>, name: &str) -> Option<&'t DeTable<'i>> {
    find(parent, name)?.get_ref().as_table()
}

fn integer(value: &DeValue<'_>) -> Option<u64> {
    let integer = value.as_integer()?;
    u64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn place(span: std::ops::Range<usize>) -> Place {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { file: FileId(0), span: Span::new(offset(span.start), offset(span.end)) }
}

struct Reader<'a> {
    settings: &'a mut Settings,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        let Some(known) = KEYS.iter().find(|known| known.name == name) else {
            return self.unknown(name, key.span());
        };
        if self.set(name, value.get_ref()).is_none() {
            let message = format!("wrong value for `{name}` in [tool.lockweave]");
            self.diagnostics.push(Diagnostic::new(
                Code::LW904,
                message,
                place(value.span()),
                format!("expected {}", known.expected),
            ));
        }
    }

    fn unknown(&mut self, name: &str, span: std::ops::Range<usize>) {
        let message = format!("unknown key `{name}` in [tool.lockweave]");
        let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        let help = match nearest(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", names.join(", ")),
        };
        self.diagnostics.push(Diagnostic::new(Code::LW904, message, place(span), "").with_help(help));
    }

    /// Takes one setting; `None` where its value is wrong.
    fn set(&mut self, name: &str, value: &DeValue<'_>) -> Option<()> {
        let options = &mut self.settings.options;
        let switch = |on: bool| if on { Switch::On } else { Switch::Off };
        match name {
            "strict" => {
                options.strictness = if value.as_bool()? { Strictness::Strict } else { Strictness::Assume }
            }
            "context" => options.context = switch(value.as_bool()?),
            "deny-warnings" => self.settings.deny_warnings = switch(value.as_bool()?),
            "style" => {
                options.style = match value.as_str()? {
                    "with" => LockStyle::With,
                    "explicit" => LockStyle::Explicit,
                    _ => return None,
                }
            }
            "target-version" => options.target = TargetVersion::parse(value.as_str()?)?,
            "line-length" => {
                let length = u16::try_from(integer(value)?).ok()?;
                options.line_length = (1..=320).contains(&length).then_some(length)?;
            }
            "on-error" => options.log_errors = (value.as_str()? == "log").then_some(Switch::On)?,
            "workers" => {
                options.workers = Some(u32::try_from(integer(value)?).ok().filter(|workers| *workers > 0)?)
            }
            "at-exit" => {
                options.cancel_at_exit = match value.as_str()? {
                    "cancel" => Switch::On,
                    "finish" => Switch::Off,
                    _ => return None,
                }
            }
            "lock-module" => {
                let is_name = |name: &&str| name.split('.').all(is_identifier);
                options.lock_module = Some(value.as_str().filter(is_name)?.to_owned());
            }
            "library" => self.settings.library = switch(value.as_bool()?),
            "libraries" => self.settings.libraries = texts(value)?,
            "snapshot-dir" => {
                let folder = value.as_str().filter(|folder| !folder.is_empty())?;
                self.settings.snapshot_folder = Some(PathBuf::from(folder));
            }
            _ => self.settings.exclude = texts(value)?,
        }
        Some(())
    }
}

/// A list of texts.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.get_ref().as_str().map(str::to_owned)).collect()
}

/// The name in `known` that `name` most likely stands for.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = name.replace('_', "-").to_lowercase();
    let best = known.iter().map(|each| (distance(&name, each), *each)).min()?;
    (best.0 <= 1 + name.len() / 4).then_some(best.1)
}

/// How many letters must be put in, taken out or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = before + usize::from(letter != *other);
            before = row[column + 1];
            row[column + 1] = changed.min(before + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::commented_table;
    use super::{Configuration, Ownership, parse_configuration};
    use crate::options::{LockStyle, Switch};

    fn read(text: &str) -> (Configuration, Ownership) {
        parse_configuration(PathBuf::from("pyproject.toml"), text.to_owned())
    }

    #[test]
    fn all_keys_are_read() {
        let (configuration, ownership) = read(
            "[tool.lockweave]\nstrict = true\nstyle = \"with\"\ntarget-version = \"3.12\"\nline-length = 100\ncontext = true\n\
             on-error = \"log\"\nworkers = 4\nat-exit = \"cancel\"\nexclude = [\"a\"]\ndeny-warnings = true\n\
             lock-module = \"pkg._locks\"\nsnapshot-dir = \"reviewed\"\n",
        );
        assert_eq!((configuration.diagnostics.len(), ownership), (0, Ownership::Ours));
        let options = configuration.settings.options;
        assert_eq!((options.style, options.line_length, options.workers), (LockStyle::With, 100, Some(4)));
        assert_eq!(options.lock_module.as_deref(), Some("pkg._locks"));
        assert_eq!((options.cancel_at_exit, options.target.minor), (Switch::On, 12));
        assert_eq!(configuration.settings.exclude, ["a"]);
        assert_eq!(configuration.settings.snapshot_folder, Some(PathBuf::from("reviewed")));
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let (configuration, _) = read("[tool.lockweave]\nline_lenght = 3\n");
        assert_eq!(configuration.diagnostics[0].help.as_deref(), Some("did you mean `line-length`?"));
        let (configuration, _) = read("[tool.lockweave]\nworkers = 0\n");
        assert_eq!(configuration.diagnostics[0].labels[0].text, "expected a number from 1 up");
    }

    #[test]
    fn the_formatter_lends_its_line_length() {
        let (configuration, ownership) = read("[tool.black]\nline-length = 99\n");
        assert_eq!((configuration.settings.options.line_length, ownership), (99, Ownership::Other));
        let (configuration, _) = read("[tool.black]\nline-length = 99\n[tool.lockweave]\nline-length = 70\n");
        assert_eq!(configuration.settings.options.line_length, 70);
    }

    #[test]
    fn what_init_writes_can_be_uncommented() {
        let table = commented_table();
        let lines = table.lines().map(|line| match line.split_once(" = ") {
            Some(_) => line.trim_start_matches("# "),
            None => line,
        });
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        for (text, set) in [(table.as_str(), false), (&text, true)] {
            let (configuration, ownership) = read(text);
            assert_eq!((configuration.diagnostics.len(), ownership), (0, Ownership::Ours), "{text}");
            assert_eq!(configuration.settings.options.workers.is_some(), set, "{text}");
        }
    }

    #[test]
    fn broken_toml_is_told() {
        assert_eq!(read("[tool.lockweave").0.diagnostics.len(), 1);
    }
}
