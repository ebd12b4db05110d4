//! The generated module of the locks that several modules take: where it lives, and what its locks are called.
//!
//! It stands in the innermost package that holds everybody concerned, or, where all others import from there whenever they are imported,
//! in the one that holds what is guarded: they import that package already, so no import order changes.

use std::collections::BTreeSet;

use super::names::{Names, snake};
use super::{Inputs, LockImport};
use crate::options::Switch;
use crate::program::{LocationId, LocationKind, ModuleInput, Program, ProgramModule};
use crate::summary::{ModuleSummary, Name, Op, StatementKind};

/// The lock module's plain name.
const NAME: &str = "_locks";

/// Words that a lower-case name can be and a variable can't.
const KEYWORDS: [&str; 32] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Where the lock module is.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The folder that imports start in, as a dotted name from the top of the tree; mostly empty.
    base: String,
    /// The package as importers name it; empty at the top.
    package: String,
    module: String,
    /// Whether the package answers for names that it doesn't have: `from pkg import _locks` would get its answer.
    answers: Switch,
    /// Names of locks that are taken.
    taken: BTreeSet<String>,
}

impl Home {
    /// The place for the modules `concerned`, of which `owners` have what is guarded, or the one that was `asked` for; `None` if there
    /// is nobody.
    pub(super) fn of(
        program: &Program,
        inputs: &Inputs<'_>,
        (concerned, owners): (&BTreeSet<u32>, &BTreeSet<u32>),
        asked: Option<&str>,
    ) -> Option<Home> {
        if concerned.is_empty() {
            return None;
        }
        let all = Home::around(program, concerned, asked);
        let own = Home::around(program, owners, asked);
        let is_reached =
            |module: &u32| owners.contains(module) || own.is_imported_by(program, inputs, *module);
        let mut home = if asked.is_none() && !own.package.is_empty() && concerned.iter().all(is_reached) {
            own
        } else {
            all
        };
        if asked.is_none() {
            let is_taken = |home: &Home| {
                let package = home.package_name();
                program.modules.iter().zip(inputs.modules).any(|(module, input)| {
                    module.name == home.dotted()
                        || (module.name == package && module.is_package && binds(input.summary, &home.module))
                })
            };
            let mut number = 2;
            while is_taken(&home) {
                home.module = format!("{NAME}_{number}");
                number += 1;
            }
        }
        let package = home.package_name();
        let answers = |(module, input): (&ProgramModule, &ModuleInput<'_>)| {
            module.name == package && module.is_package && binds(input.summary, "__getattr__")
        };
        if program.modules.iter().zip(inputs.modules).any(answers) {
            home.answers = Switch::On;
        }
        Some(home)
    }

    /// The place around `modules`.
    fn around(program: &Program, modules: &BTreeSet<u32>, asked: Option<&str>) -> Home {
        let names: Vec<&str> =
            modules.iter().map(|module| program.modules[*module as usize].name.as_str()).collect();
        let base = program.bases.iter().rfind(|base| names.iter().all(|name| within(name, base)));
        let base = base.cloned().unwrap_or_default();
        let (package, module) = match asked {
            Some(asked) => asked.rsplit_once('.').unwrap_or(("", asked)),
            None => ("", NAME),
        };
        let mut home = Home {
            base,
            package: package.to_owned(),
            module: module.to_owned(),
            answers: Switch::Off,
            taken: BTreeSet::from(["threading".to_owned()]),
        };
        if asked.is_none() {
            home.package = home.common_package(program, &names);
        }
        home
    }

    /// Whether `module` stands in the package, or imports something of it whenever it is imported itself: then it may import the locks
    /// there, too.
    fn is_imported_by(&self, program: &Program, inputs: &Inputs<'_>, module: u32) -> bool {
        let whole = self.package_name();
        let name = &program.modules[module as usize].name;
        if *name == whole || within(name, &whole) {
            return true;
        }
        let Some(code) = inputs.summary(module).functions.first() else { return false };
        let statements = code.body.statements.iter().filter_map(|id| code.statements.get(id.0 as usize));
        let mut events = statements
            .filter(|statement| matches!(statement.kind, StatementKind::Simple))
            .flat_map(|statement| &statement.events);
        events.any(|event| match &event.op {
            Op::Import(import) => {
                import.level == 0 && (import.module == self.package || within(&import.module, &self.package))
            }
            _ => false,
        })
    }

    /// The package's dotted name from the top of the tree.
    fn package_name(&self) -> String {
        let parts = [self.base.as_str(), &self.package];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }

    /// The innermost package around all of `names`.
    fn common_package(&self, program: &Program, names: &[&str]) -> String {
        let mut common: Option<Vec<&str>> = None;
        for name in names {
            let relative = name.strip_prefix(self.base.as_str()).unwrap_or(name).trim_start_matches('.');
            let mut parts: Vec<&str> = relative.split('.').collect();
            if !program.modules.iter().any(|module| module.name == *name && module.is_package) {
                parts.pop();
            }
            let length = common.as_ref().map_or(parts.len(), |common| {
                common.iter().zip(&parts).take_while(|(one, other)| one == other).count()
            });
            parts.truncate(length);
            common = Some(parts);
        }
        common.unwrap_or_default().join(".")
    }

    /// Its dotted name from the top of the tree.
    pub(super) fn dotted(&self) -> String {
        let parts = [self.base.as_str(), &self.package, &self.module];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }

    /// Its import in a module.
    pub(super) fn import(&self, names: &mut Names) -> LockImport {
        let name = names.fresh(&self.module);
        match self.answers {
            Switch::Off => LockImport { package: self.package.clone(), module: self.module.clone(), name },
            Switch::On => LockImport {
                package: String::new(),
                module: format!("{}.{}", self.package, self.module),
                name,
            },
        }
    }

    /// The name in it of the lock of what `module` knows as `known`: `total`; `state_total` where there is another `total`.
    pub(super) fn name(&mut self, program: &Program, module: u32, known: &str) -> String {
        let module = &program.modules[module as usize].name;
        let short = identifier(known);
        let long = identifier(&format!("{}.{}", module.rsplit('.').next().unwrap_or(module), known));
        let whole = identifier(&format!("{module}.{}", known));
        let numbered = (2_u32..).map(|number| format!("{whole}_{number}"));
        let mut candidates = [short, long, whole.clone()].into_iter().chain(numbered);
        let name = candidates.find(|name| !self.taken.contains(name)).unwrap_or(whole);
        self.taken.insert(name.clone());
        name
    }
}

/// `Stats.hit_count` as `stats_hit_count`.
fn identifier(name: &str) -> String {
    let parts: Vec<&str> =
        name.split('.').map(|part| part.trim_matches('_')).filter(|part| !part.is_empty()).collect();
    let name = snake(&parts.join("_"));
    let is_plain =
        name.chars().next().is_some_and(|first| !first.is_numeric()) && !KEYWORDS.contains(&name.as_str());
    if is_plain { name } else { format!("lock_{name}") }
}

/// Whether the code of a package binds `name`, where its submodule of that name would have to stand.
fn binds(summary: &ModuleSummary, name: &str) -> bool {
    let Some(code) = summary.functions.first() else { return false };
    code.statements
        .iter()
        .flat_map(|statement| &statement.events)
        .any(|event| matches!(&event.op, Op::Store(Name::Global(bound), _) if bound == name))
}

fn within(name: &str, base: &str) -> bool {
    name.strip_prefix(base).is_some_and(|rest| rest.starts_with('.'))
}

/// A location as the whole tree knows it: `pkg.state.total`.
pub(super) fn qualified(program: &Program, location: LocationId) -> String {
    let known = &program.locations[location.0 as usize];
    match known.kind {
        LocationKind::OfLibrary(..) => known.name.clone(),
        _ => format!("{}.{}", program.modules[known.module() as usize].name, known.name),
    }
}

/// A location as readers of `module` know it: with its own module's name only where it is another's.
pub(super) fn known_in(program: &Program, location: LocationId, module: u32) -> String {
    let known = &program.locations[location.0 as usize];
    if known.module() == module || matches!(known.kind, LocationKind::OfLibrary(..)) {
        return known.name.clone();
    }
    let home = &program.modules[known.module() as usize].name;
    format!("{}.{}", home.rsplit('.').next().unwrap_or(home), known.name)
}
