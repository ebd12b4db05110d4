//! Executors of the program's own: where the workers are of which class, and what can be sent to them.
//!
//! ```python
//! pool = ThreadPoolExecutor()          # threads of this process
//! pool = ProcessPoolExecutor()         # processes: what they get is pickled, functions by name
//! pool = loky.get_reusable_executor()  # processes: functions and classes without a name are sent as they are
//! ```
//! Must not know what a body does.

use std::collections::BTreeSet;

use super::knowledge::Knowledge;
use super::location::FunctionKey;
use super::value::{Type, Types};
use crate::options::Switch;
use crate::summary::{FunctionKind, TypeRef};

/// Where an executor runs what is submitted to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workers {
    /// In threads of this process.
    Threads,
    /// In processes, or interpreters, that run one call at a time each; pickled by name.
    Processes,
    /// The same, but what has no name is sent by value: loky.
    ByValue,
    /// In processes on any machine that run several calls at a time each; what has no name is sent by value: Dask.
    Cluster,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl Workers {
    /// Those of an executor that may be either.
    pub(super) fn or(self, other: Workers) -> Workers {
        if self == other { self } else { Workers::Unknown }
    }

    /// Whether a body surely runs in another process, alone in that.
    pub fn run_alone(self) -> bool {
        matches!(self, Workers::Processes | Workers::ByValue)
    }

    /// Whether a body surely runs in another process.
    pub fn are_elsewhere(self) -> bool {
        self.run_alone() || self == Workers::Cluster
    }

    /// Whether functions and classes that no name leads to can be sent.
    pub fn take_unnamed(self) -> bool {
        matches!(self, Workers::Threads | Workers::ByValue | Workers::Cluster)
    }
}

/// The executor of a concurrent function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Executor {
    /// Where its workers are.
    pub workers: Workers,
    /// Whether the marker names a function that gives the executor: it is called at each call.
    pub is_asked: Switch,
    /// Whether a checker knows what it is: a class of the standard library or of the program, or declared as one.
    pub is_typed: Switch,
}

/// What the library's `path` gives when it is called, or stands for in an annotation, if that is an executor.
pub(super) fn given_by(path: &str) -> Option<Workers> {
    let path = path.strip_prefix("joblib.externals.").unwrap_or(path);
    Some(match path {
        "concurrent.futures.ThreadPoolExecutor" | "concurrent.futures.thread.ThreadPoolExecutor" => {
            Workers::Threads
        }
        "concurrent.futures.ProcessPoolExecutor"
        | "concurrent.futures.process.ProcessPoolExecutor"
        | "concurrent.futures.InterpreterPoolExecutor"
        | "concurrent.futures.interpreter.InterpreterPoolExecutor"
        | "mpi4py.futures.MPIPoolExecutor"
        | "mpi4py.futures.MPICommExecutor" => Workers::Processes,
        "loky.get_reusable_executor"
        | "loky.ProcessPoolExecutor"
        | "loky.reusable_executor.get_reusable_executor"
        | "loky.process_executor.ProcessPoolExecutor" => Workers::ByValue,
        "concurrent.futures.Executor" => Workers::Unknown,
        _ => return None,
    })
}

/// What the method `name` of an object of the library's `path` gives, if that is an executor.
pub(super) fn given_by_method(path: &str, name: &str) -> Option<Workers> {
    let is_client = matches!(
        path,
        "dask.distributed.Client"
            | "distributed.Client"
            | "distributed.client.Client"
            | "dask.distributed.get_client"
            | "distributed.get_client"
    );
    (is_client && name == "get_executor").then_some(Workers::Cluster)
}

/// What the executor of a body may be, as far as its expression says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Executors {
    /// The types of the expression.
    pub(super) types: Types,
    /// Where the workers are of what methods give that the expression names without calling them.
    pub(super) of_methods: BTreeSet<Workers>,
}

impl Knowledge<'_> {
    /// The executor of the body `key`.
    pub(super) fn executor_of(&self, key: FunctionKey) -> Executor {
        let Some(known) = self.executors.get(&key) else { return Executor::default() };
        let asked = known.types.iter().filter_map(|kind| self.given_when_asked(kind));
        let asked: Vec<Workers> = asked.chain(known.of_methods.iter().copied()).collect();
        let objects: Vec<Workers> = known
            .types
            .iter()
            .filter(|kind| **kind != Type::Immutable && self.given_when_asked(kind).is_none())
            .map(|kind| self.workers(kind))
            .collect();
        let is_asked = if objects.is_empty() && !asked.is_empty() { Switch::On } else { Switch::Off };
        let given = if is_asked == Switch::On { asked } else { objects };
        let workers = given.into_iter().reduce(Workers::or).unwrap_or_default();
        let is_typed =
            if known.types.iter().any(|kind| self.is_typed(kind)) { Switch::On } else { Switch::Off };
        Executor { workers, is_asked, is_typed }
    }

    /// Whether a checker knows which executor an object of this type is, or gives.
    fn is_typed(&self, kind: &Type) -> bool {
        match kind {
            Type::Executor(workers) => !matches!(workers, Workers::ByValue | Workers::Cluster),
            Type::Function(function) => {
                let is_lambda = self.function(*function).kind == FunctionKind::Lambda;
                let mut given = self.given_by(*function).filter(|_| is_lambda);
                self.function(*function).returns.is_some() || given.any(|kind| self.is_typed(kind))
            }
            // One without a `submit` of its own has that of the standard library.
            Type::Own(class) => self
                .nearest_methods(*class, "submit")
                .iter()
                .all(|method| self.function(*method).returns.as_ref().is_some_and(TypeRef::is_future)),
            _ => false,
        }
    }

    /// The functions of the program that the expression of the executor of `key` names.
    pub(super) fn asked_for_executor(&self, key: FunctionKey) -> Vec<FunctionKey> {
        let types = self.executors.get(&key).map(|known| &known.types);
        let function = |kind: &Type| match kind {
            Type::Function(function) => Some(*function),
            _ => None,
        };
        types.into_iter().flatten().filter_map(function).collect()
    }

    /// Where the workers are of the executor that a function of this type gives.
    fn given_when_asked(&self, kind: &Type) -> Option<Workers> {
        match kind {
            Type::Function(function) => {
                // `None` is what stands there before there is one.
                let given = self.given_by(*function).filter(|kind| **kind != Type::Immutable);
                let workers = given.map(|kind| self.workers(kind));
                Some(workers.reduce(Workers::or).unwrap_or_default())
            }
            Type::LibraryName(path) if path.rsplit('.').next()?.starts_with(char::is_lowercase) => {
                given_by(path)
            }
            _ => None,
        }
    }

    /// The types of what a function gives.
    fn given_by(&self, function: FunctionKey) -> impl Iterator<Item = &Type> {
        self.effects.get(&function).into_iter().flat_map(|effects| &effects.result.types)
    }

    /// Where the workers are of an executor of this type.
    fn workers(&self, kind: &Type) -> Workers {
        match kind {
            Type::Executor(workers) => *workers,
            Type::Own(class) => {
                let bases = self.ancestry(*class).into_iter().flat_map(|class| {
                    let bases = self.class(class).bases.iter();
                    bases.flat_map(move |base| self.annotated(class.module, base).0)
                });
                let known = bases.filter_map(|base| match base {
                    Type::Executor(workers) => Some(workers),
                    _ => None,
                });
                known.reduce(Workers::or).unwrap_or_default()
            }
            _ => Workers::Unknown,
        }
    }
}
