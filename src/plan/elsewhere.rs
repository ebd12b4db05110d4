//! LW601 to LW603: bodies for executors of the program's own, which may run in other processes.
//!
//! ```python
//! @concurrent(executor=pool)      # a ProcessPoolExecutor
//! def fill(rows: list[int]) -> None:
//!     rows.append(limit)          # `limit`: what it was when the module was imported there; `rows`: a copy
//! ```
//! Another process has globals of its own, made by importing the modules again, and copies of the arguments. Must not know how a
//! body gets there.

use std::collections::BTreeSet;

use super::Inputs;
use super::launch::{in_protocol, is_stub};
use super::named::Named;
use super::processes::{Processes, Written};
use super::sharing::{Sharing, is_variable};
use crate::diagnostics::{Code, Diagnostic, Why};
use crate::options::{Options, Switch};
use crate::program::{
    Access, FunctionKey, Level, LocationId, LocationKind, Obstacle, Program, SentAs, Touch, Unsendable,
    Workers,
};
use crate::python::{ConcurrentArguments, Marker};
use crate::summary::{Param, ParamKind};
use crate::text::Place;

/// The keywords that `submit` of a Dask client doesn't hand on.
const KEYWORDS_OF_DASK: [&str; 10] = [
    "actor",
    "actors",
    "allow_other_workers",
    "fifo_timeout",
    "key",
    "priority",
    "pure",
    "resources",
    "retries",
    "workers",
];

/// What there is to say about bodies for executors.
pub(super) fn elsewhere(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    options: &Options,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if program.executors.is_empty() {
        return found;
    }
    let processes = Processes::new(program, inputs, sharing);
    for (key, executor) in &program.executors {
        let function = inputs.function(*key);
        let Some(Marker::Concurrent(arguments)) = &function.marker else { continue };
        let body = Body {
            program,
            inputs,
            sharing,
            named,
            processes: &processes,
            key: *key,
            workers: executor.workers,
        };
        body.locations(&mut found);
        if executor.workers != Workers::Threads {
            body.arguments(&mut found);
            body.context(arguments, options, &mut found);
            found.extend(body.without_name());
            found.extend(body.names_of_dask());
        }
    }
    let sent = program.functions.values().flat_map(|facts| &facts.unsendable);
    found.extend(sent.filter_map(|sent| unsendable(program, inputs, sent)));
    found
}

/// A body for an executor.
struct Body<'r, 'a> {
    program: &'r Program,
    inputs: &'r Inputs<'a>,
    sharing: &'r Sharing,
    named: &'r Named,
    processes: &'r Processes<'r, 'a>,
    key: FunctionKey,
    workers: Workers,
}

impl Body<'_, '_> {
    fn name(&self) -> &str {
        &self.inputs.function(self.key).name
    }

    fn location(&self, location: LocationId) -> String {
        super::lock_module::known_in(self.program, location, self.key.module)
    }

    /// What the body touches that is not its own.
    fn locations(&self, found: &mut Vec<Diagnostic>) {
        let mut told = BTreeSet::new();
        for touch in &self.program.functions[&self.key].touches {
            let class = self.sharing.class(touch.location);
            if told.contains(&class)
                || self.named.is_vouched(self.key, class, self.sharing)
                || !is_variable(self.program, self.inputs, touch.location)
            {
                continue;
            }
            if let Some(diagnostic) = self.judge(touch) {
                told.insert(class);
                found.push(diagnostic);
            }
        }
    }

    /// What there is to say about one access.
    fn judge(&self, touch: &Touch) -> Option<Diagnostic> {
        let written = self.processes.written(touch);
        if !self.workers.are_elsewhere() {
            let is_stale = self.workers == Workers::Unknown && self.is_by_name(touch);
            let by_others = written.after_start.filter(|_| is_stale);
            return match (written.beside, by_others) {
                (true, _) | (false, Some(_)) => Some(self.touched(touch, by_others)),
                (false, None) => None,
            };
        }
        if !self.is_by_name(touch) {
            return self.on_its_way(touch, &written);
        }
        if let Some(place) = written.after_start {
            return Some(self.touched(touch, Some(place)));
        }
        if !written.elsewhere {
            return None;
        }
        match self.processes.read_here(touch) {
            Some(place) => Some(self.never_seen(touch, place)),
            None if self.workers == Workers::Cluster => Some(self.raced(touch)),
            None => self.kept_there(touch),
        }
    }

    /// Whether the body finds the object by itself, in its own process: not as an argument, nor in one.
    fn is_by_name(&self, touch: &Touch) -> bool {
        let facts = &self.program.functions[&self.key];
        match &self.program.locations[touch.location.0 as usize].kind {
            LocationKind::Field(..) => {
                facts.foreign.contains(&(touch.statement, touch.location, touch.level))
            }
            LocationKind::Site(_) | LocationKind::Default(..) => false,
            _ => {
                let class = self.sharing.class(touch.location);
                let is_named = |other: &Touch| {
                    other.level == Level::Binding && self.sharing.class(other.location) == class
                };
                facts.touches.iter().any(is_named)
            }
        }
    }

    /// LW601: other code changes it.
    fn touched(&self, touch: &Touch, changed: Option<Place>) -> Diagnostic {
        let name = self.location(touch.location);
        let label = match self.workers {
            Workers::Threads => "a body for an executor takes no lock",
            Workers::Unknown => "a lock of this process can't guard it there",
            _ => "another process has its own",
        };
        let help = match self.workers {
            Workers::Threads => {
                "drop `executor=`, so that the body takes the lock; `workers=` bounds its pool".to_owned()
            }
            _ => format!(
                "pass the value as an argument and return the result; drop `executor=`; or vouch for it with `unlocked=(\"{name}\",)`"
            ),
        };
        let message =
            format!("a body for an executor of your own touches `{name}`, which other code changes");
        let diagnostic = Diagnostic::new(Code::LW601, message, first(&touch.why), label);
        let diagnostic = match changed {
            Some(place) => diagnostic.with_label(place, "changed here, in this process"),
            None => diagnostic,
        };
        diagnostic.with_why(&touch.why).with_help(help)
    }

    /// LW601: the body changes it, and this process never sees that.
    fn never_seen(&self, touch: &Touch, read: Place) -> Diagnostic {
        let name = self.location(touch.location);
        let message = format!("a body changes `{name}` in another process, and other code never sees that");
        Diagnostic::new(Code::LW601, message, first(&touch.why), "a copy, in each process of the executor")
            .with_label(read, "read here, in this process")
            .with_why(&touch.why)
            .with_help("return what is new, and let the caller keep it; or drop `executor=`")
    }

    /// LW601: only bodies touch it, but several of one process may do so at once.
    fn raced(&self, touch: &Touch) -> Diagnostic {
        let name = self.location(touch.location);
        let message =
            format!("bodies change `{name}` without a lock, and a worker of a cluster runs several at once");
        Diagnostic::new(Code::LW601, message, first(&touch.why), "shared by the threads of a worker")
            .with_why(&touch.why)
            .with_help("keep it in a local variable, or start the workers with one thread each and vouch for it with `unlocked=`")
    }

    /// LW602: each process has its own. Told where it is changed.
    fn kept_there(&self, touch: &Touch) -> Option<Diagnostic> {
        if touch.access != Access::Write {
            return None;
        }
        let name = self.location(touch.location);
        let message =
            format!("each process has its own `{name}`: what `{}` changes of it stays there", self.name());
        Some(
            Diagnostic::new(Code::LW602, message, first(&touch.why), "no other process sees this")
                .with_why(&touch.why)
                .with_help("that is fine for a cache; else return what is new, or keep it in the caller"),
        )
    }

    /// LW602: an argument that other code changes may do so before it is pickled.
    fn on_its_way(&self, touch: &Touch, written: &Written) -> Option<Diagnostic> {
        let is_object =
            matches!(self.program.locations[touch.location.0 as usize].kind, LocationKind::Field(..));
        let place = written.late.filter(|_| !is_object)?;
        let (name, body) = (self.location(touch.location), self.name());
        let message = format!("`{name}` may change here while it is on its way to `{body}`");
        Some(
            Diagnostic::new(Code::LW602, message, place, "changed here")
                .with_label(first(&touch.why), format!("`{body}` has a copy, made some time after the call"))
                .with_help("pass a copy, or wait for the future first"),
        )
    }

    /// LW602: changes of arguments that the caller would miss.
    fn arguments(&self, found: &mut Vec<Diagnostic>) {
        let told: BTreeSet<Place> = found.iter().filter_map(Diagnostic::place).collect();
        for (index, why) in &self.program.functions[&self.key].lost {
            let place = first(why);
            if told.contains(&place) {
                continue;
            }
            let function = self.inputs.function(self.key);
            let (body, name) = (&function.name, &function.params[*index as usize].name);
            let elsewhere = if self.workers.are_elsewhere() { "" } else { ", in another process," };
            let message = format!(
                "`{body}` changes what is passed as `{name}`, and its caller's own{elsewhere} stays as it is"
            );
            let label = why.steps.first().map_or("changed here", |step| step.text.as_str()).to_owned();
            let diagnostic = Diagnostic::new(Code::LW602, message, place, label);
            let diagnostic = match why.steps.get(1..) {
                Some(rest) if !rest.is_empty() => diagnostic.with_why(&Why { steps: rest.to_vec() }),
                _ => diagnostic,
            };
            found.push(diagnostic.with_help("return what is changed, and let the caller use the result"));
        }
    }

    /// LW603: context variables stay in their process.
    fn context(&self, arguments: &ConcurrentArguments, options: &Options, found: &mut Vec<Diagnostic>) {
        if arguments.context.unwrap_or(options.context) == Switch::On {
            let message = format!("`context=True` of `{}` can't reach another process", self.name());
            let place = self.inputs.place(self.key.module, self.inputs.function(self.key).name_span);
            let diagnostic =
                Diagnostic::new(Code::LW603, message, place, "context variables can't be pickled");
            found.push(diagnostic.with_help("pass what it needs as arguments, and write `context=False`"));
        }
    }

    /// LW603: arguments by keyword that `submit` of a cluster keeps for itself.
    fn names_of_dask(&self) -> Option<Diagnostic> {
        let function = self.inputs.function(self.key);
        let is_kept = |param: &&Param| {
            param.kind == ParamKind::KeywordOnly && KEYWORDS_OF_DASK.contains(&param.name.as_str())
        };
        let param = function.params.iter().find(is_kept).filter(|_| self.workers == Workers::Cluster)?;
        let place = self.inputs.place(self.key.module, param.span);
        let message = format!(
            "`{}` of `{}` never gets there: Dask's `submit` takes it for itself",
            param.name, function.name
        );
        Some(
            Diagnostic::new(Code::LW603, message, place, "given by keyword only")
                .with_help("give it another name, or let it be given by position"),
        )
    }

    /// LW603: a body that no name leads to.
    fn without_name(&self) -> Option<Diagnostic> {
        let function = self.inputs.function(self.key);
        if self.workers.take_unnamed() || is_stub(self.inputs, self.key) {
            return None;
        }
        let classes = &self.inputs.summary(self.key.module).classes;
        let class = function.class.and_then(|class| classes.get(class.0 as usize));
        let (place_of_it, help) = if function.qualname.contains("<locals>") {
            (
                "inside of a function",
                "move it to the top of the module, and pass what it captures as arguments",
            )
        } else if in_protocol(self.inputs, self.key.module, function) {
            (
                "in a Protocol, whose bodies stand inside of the wrappers",
                "move the work into a function at the top of the module",
            )
        } else if class.is_some_and(|class| class.qualname.split('.').any(|part| part.starts_with("__"))) {
            ("in a class with a private name", "give the class a name with one underscore")
        } else {
            return None;
        };
        let place = self.inputs.place(self.key.module, function.name_span);
        let message =
            format!("`{}` is defined {place_of_it}, where no other process finds it", function.name);
        Some(Diagnostic::new(Code::LW603, message, place, "can't be pickled by name").with_help(help))
    }
}

/// LW603: an object that can't be sent.
fn unsendable(program: &Program, inputs: &Inputs<'_>, sent: &Unsendable) -> Option<Diagnostic> {
    let workers = program.executors.get(&sent.body)?.workers;
    if workers == Workers::Threads || (sent.obstacle.is_code() && workers.take_unnamed()) {
        return None;
    }
    let class =
        |key: crate::program::ClassKey| &inputs.summary(key.module).classes[key.class.0 as usize].name;
    let what = match &sent.obstacle {
        Obstacle::Bound(what) => (*what).to_owned(),
        Obstacle::Lambda => "a lambda".to_owned(),
        Obstacle::Nested(function) => {
            format!("`{}`, defined inside of a function,", inputs.function(*function).name)
        }
        Obstacle::LocalClass(key) => format!("`{}`, a class inside of a function,", class(*key)),
        Obstacle::Field(field, what) => {
            let field = &program.locations[field.0 as usize].name;
            format!("an object with {what} in `{field}`")
        }
    };
    let body = &inputs.function(sent.body).name;
    let (message, label) = match sent.role {
        SentAs::Argument(_) => {
            (format!("{what} is passed to `{body}` and can't be sent to another process"), "passed here")
        }
        SentAs::Receiver => {
            (format!("{what} can't be sent to another process with `{body}`"), "takes its object along")
        }
        SentAs::Body => (
            format!("{what} stands in the place of the body of `{body}`, which its name doesn't lead to"),
            "decorated here",
        ),
        SentAs::Result => (format!("{what} is returned by `{body}` and can't be sent back"), "returned here"),
    };
    let help = match &sent.obstacle {
        Obstacle::Field(..) => {
            "leave the field out in `__getstate__`, or make this a function of the values that it needs"
        }
        _ if sent.role == SentAs::Body => "give it the name of what it wraps: `@functools.wraps(function)`",
        _ if sent.obstacle.is_code() => "use a function or class at the top of a module",
        Obstacle::Bound("a generator") => "make a list of it",
        Obstacle::Bound(_) => "pass the values that are needed, and make the object where it is used",
        _ => "pass the values that are needed",
    };
    Some(Diagnostic::new(Code::LW603, message, sent.place, label).with_help(help))
}

/// Where a way starts.
fn first(why: &Why) -> Place {
    why.steps.first().map(|step| step.place).unwrap_or_default()
}
