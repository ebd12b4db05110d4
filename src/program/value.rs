//! Abstract values: what an expression may be an alias of, what it depends on, which types it may have.

use std::collections::{BTreeMap, BTreeSet};

use super::common_set::CommonSet;
use super::executor::Workers;
use super::futures::Futures;
use super::location::{ClassKey, FunctionKey, Level, LocationId, Nature, Root, SafeKind};
use super::receiver::{Holder, Receiver};
use crate::options::Switch;
use crate::summary::StatementId;

/// A type that a value may have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Type {
    /// Numbers, strings, bytes, `None`, frozen sets ...
    Immutable,
    Tuple,
    List,
    Dict,
    /// `collections.defaultdict`: looking an item up may add it.
    DefaultDict,
    Set,
    /// `collections.deque`
    Deque,
    /// `bytearray`, `io.StringIO`, `array`: mutable, holds nothing mutable.
    Buffer,
    /// An iterator or view: reading it reads what it was made from.
    Iterator,
    Future,
    Thread,
    /// A queue that may be bounded: putting waits too.
    Queue,
    /// A queue without a bound.
    OpenQueue,
    /// Events, barriers, semaphores: objects to wait for.
    Waitable,
    /// A condition: to wait for, and the lock that its `with` holds.
    Condition,
    /// A lock of the program's own.
    Lock,
    /// An executor, by where its workers are.
    Executor(Workers),
    /// Safe by nature otherwise: loggers, `threading.local`, `itertools.count` ...
    Safe,
    Own(ClassKey),
    /// What `super()` gives: an instance as that class, above its own, has it.
    Parent(ClassKey),
    ClassObject(ClassKey),
    Function(FunctionKey),
    /// An object made by the library class of that dotted name.
    Library(String),
    /// A module, class or function of a library, by dotted name.
    LibraryName(String),
    /// A builtin function or class.
    Builtin(String),
    /// A module of the program.
    Module(u32),
    /// A package of the program without an `__init__`, by its whole name.
    Namespace(String),
    Unknown,
}

impl Type {
    pub(super) fn is_own(&self) -> bool {
        matches!(self, Type::Own(_))
    }

    /// Whether objects of this type guard themselves, and are known by the name of their location.
    pub(super) fn is_safe(&self) -> bool {
        matches!(
            self,
            Type::Future
                | Type::Thread
                | Type::Queue
                | Type::OpenQueue
                | Type::Waitable
                | Type::Condition
                | Type::Lock
                | Type::Executor(_)
                | Type::Safe
        )
    }

    /// Whether an object of this type may be called.
    pub(super) fn is_callable(&self) -> bool {
        matches!(
            self,
            Type::Own(_)
                | Type::ClassObject(_)
                | Type::Function(_)
                | Type::Library(_)
                | Type::LibraryName(_)
                | Type::Builtin(_)
                | Type::Unknown
        )
    }

    /// Whether an object of this type, itself or what it holds, may change under a reader.
    pub(super) fn is_mutable(&self) -> bool {
        match self {
            Type::Tuple
            | Type::List
            | Type::Dict
            | Type::DefaultDict
            | Type::Set
            | Type::Deque
            | Type::Buffer
            | Type::Iterator
            | Type::Own(_)
            | Type::Parent(_)
            | Type::Library(_)
            | Type::Unknown => true,
            Type::Immutable
            | Type::Future
            | Type::Thread
            | Type::Queue
            | Type::OpenQueue
            | Type::Waitable
            | Type::Condition
            | Type::Lock
            | Type::Executor(_)
            | Type::Safe
            | Type::ClassObject(_)
            | Type::Function(_)
            | Type::LibraryName(_)
            | Type::Builtin(_)
            | Type::Module(_)
            | Type::Namespace(_) => false,
        }
    }
}

/// What values of these types are by nature.
pub(super) fn nature(types: &Types) -> Nature {
    let safe = |kind: &Type| {
        Some(match kind {
            Type::Future => SafeKind::Future,
            Type::Thread => SafeKind::Thread,
            Type::Queue | Type::OpenQueue => SafeKind::Queue,
            Type::Waitable | Type::Condition => SafeKind::Waitable,
            Type::Lock => SafeKind::Lock,
            Type::Executor(_) => SafeKind::Executor,
            Type::Safe => SafeKind::Other,
            Type::ClassObject(_) | Type::Function(_) | Type::LibraryName(_) | Type::Builtin(_) => {
                SafeKind::Code
            }
            _ => return None,
        })
    };
    if types.is_empty() || types.iter().any(Type::is_mutable) {
        return Nature::Plain;
    }
    // `None` before there is one makes a queue no less safe.
    types.iter().find_map(safe).map_or(Nature::Immutable, Nature::Safe)
}

/// A set of possible types; empty means that nothing is known yet (bottom).
pub(super) type Types = CommonSet<Type>;

/// An object that a value may be, or hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alias {
    pub(super) root: Root,
    /// `Object` or `Inner`.
    pub(super) level: Level,
    /// Whether the value only holds it (a new list with it inside).
    pub(super) held: bool,
}

impl Alias {
    /// The location whose object it is, where it is one's.
    pub(super) fn location(&self) -> Option<LocationId> {
        match self.root {
            Root::Location(location) => Some(location),
            _ => None,
        }
    }
}

/// What the content of a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Location(LocationId),
    Param(u32),
}

/// A dependence: the source, and the statement of the function at hand that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Depend {
    pub(super) source: Source,
    pub(super) at: StatementId,
}

/// What of a value may be an object of its own that stands in for one that a body still makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StandIns {
    /// The object itself.
    pub(super) it: bool,
    /// Something that it holds.
    pub(super) held: bool,
    /// What the object stands in for is there: it was waited for, whatever else is unknown of it.
    pub(super) is_settled: bool,
}

impl StandIns {
    /// Of what nobody knows.
    pub(super) const ANY: StandIns = StandIns { it: true, held: true, is_settled: false };

    pub(super) fn any(self) -> bool {
        self.it || self.held
    }

    /// Whether using the value may wait.
    pub(super) fn waits(self) -> bool {
        self.it && !self.is_settled
    }

    /// Of something that may be either.
    pub(super) fn or(self, other: StandIns) -> StandIns {
        let is_settled = self.is_settled && other.is_settled;
        StandIns { it: self.it || other.it, held: self.held || other.held, is_settled }
    }

    /// Of the value for which the object stands.
    pub(super) fn waited_for(self) -> StandIns {
        StandIns { it: false, is_settled: true, ..self }
    }

    /// Of what holds such a thing.
    pub(super) fn in_a_container(self) -> StandIns {
        StandIns { held: self.any(), ..StandIns::default() }
    }

    /// Of what is taken out of such a thing: how deep it lay nobody counts.
    pub(super) fn taken_out(self) -> StandIns {
        StandIns { it: self.held, held: self.held, is_settled: false }
    }
}

/// An abstract value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) aliases: CommonSet<Alias>,
    pub(super) depends: CommonSet<Depend>,
    pub(super) types: Types,
    /// Types of what it holds.
    pub(super) content: Types,
    /// Methods fetched from an object but not called yet, by name.
    pub(super) bound: BTreeMap<String, Box<Value>>,
    /// Generators, lambdas in `map` ...: what runs when it is iterated.
    pub(super) deferred: BTreeSet<FunctionKey>,
    /// The object itself, where the expression at hand names it.
    pub(super) itself: Option<Receiver>,
    /// The object whose fields its aliases are, where all are one's.
    pub(super) owner: Option<Receiver>,
    /// What of it surely is the future of a concurrent call, or what stands in for the value of one.
    pub(super) futures: Futures,
    /// What of it may stand in for something.
    pub(super) stand_ins: StandIns,
}

impl Value {
    pub(super) fn of(kind: Type) -> Value {
        Value { types: Types::from([kind]), ..Value::default() }
    }

    pub(super) fn unknown() -> Value {
        Value {
            types: Types::from([Type::Unknown]),
            content: Types::from([Type::Unknown]),
            ..Value::default()
        }
    }

    pub(super) fn immutable() -> Value {
        Value::of(Type::Immutable)
    }

    /// Makes this one stand for `other` too.
    pub(super) fn join(&mut self, other: &Value) {
        self.join_object(other);
        for (name, receiver) in &other.bound {
            self.bind(name, receiver);
        }
    }

    /// The same without the methods fetched from it.
    fn join_object(&mut self, other: &Value) {
        self.itself = match self.types.is_empty() && self.bound.is_empty() {
            true => other.itself,
            false => self.itself.filter(|itself| Some(*itself) == other.itself),
        };
        self.owner = match (self.is_of_location(), other.is_of_location()) {
            (false, _) => other.owner,
            (true, false) => self.owner,
            (true, true) => self.owner.filter(|owner| Some(*owner) == other.owner),
        };
        self.futures = match (self.leaves_open(&other.futures), other.leaves_open(&self.futures)) {
            (_, true) => std::mem::take(&mut self.futures),
            (true, _) => other.futures.clone(),
            _ => self.futures.met(&other.futures),
        };
        self.stand_ins = match (self.is_nothing(), other.is_nothing()) {
            (true, _) => {
                StandIns { is_settled: other.stand_ins.is_settled, ..self.stand_ins.or(other.stand_ins) }
            }
            (_, true) => {
                StandIns { is_settled: self.stand_ins.is_settled, ..self.stand_ins.or(other.stand_ins) }
            }
            _ => self.stand_ins.or(other.stand_ins),
        };
        self.aliases.join(&other.aliases);
        self.depends.join(&other.depends);
        self.types.join(&other.types);
        self.content.join(&other.content);
        self.deferred.extend(&other.deferred);
    }

    /// Notes that the method `name` was fetched from `receiver`, whose own fetched methods are no matter: so values stay
    /// of bounded depth, and what is known of a program comes to an end.
    pub(super) fn bind(&mut self, name: &str, receiver: &Value) {
        self.bound.entry(name.to_owned()).or_default().join_object(receiver);
    }

    /// Whether it may be, or hold, what a location is.
    fn is_of_location(&self) -> bool {
        self.aliases.iter().any(|alias| matches!(alias.root, Root::Location(_)))
    }

    /// The variable `holder` is bound anew: what it named has no name by it any more.
    pub(super) fn forgets(&mut self, holder: Holder) {
        let stays = |receiver: &Receiver| receiver.holder != holder;
        self.itself = self.itself.filter(stays);
        self.owner = self.owner.filter(stays);
    }

    /// Whether it has a name by way of `holder`.
    pub(super) fn is_named_by(&self, holder: Holder) -> bool {
        [self.itself, self.owner].into_iter().flatten().any(|receiver| receiver.holder == holder)
    }

    /// Who it is, unless it may be an object that only stands for another one.
    pub(super) fn receiver(&self, proxies: Switch) -> Option<Receiver> {
        let may_stand_in = |kind: &Type| match kind {
            Type::Own(_) | Type::Parent(_) | Type::Immutable => false,
            Type::Unknown => proxies == Switch::On,
            _ => true,
        };
        self.itself.filter(|_| !self.stand_ins.it && !self.types.iter().any(may_stand_in))
    }

    pub(super) fn joined(mut self, other: &Value) -> Value {
        self.join(other);
        self
    }

    /// Whether nothing is known that it may be: it stands for no object yet.
    fn is_nothing(&self) -> bool {
        self.types.is_empty() && self.bound.is_empty()
    }

    /// Whether it says nothing against `futures`: it stands for nothing yet, or for an empty container.
    fn leaves_open(&self, futures: &Futures) -> bool {
        let container = |kind: &Type| {
            matches!(kind, Type::List | Type::Dict | Type::Set | Type::Deque | Type::DefaultDict)
        };
        let is_empty = self.content.is_empty() && self.bound.is_empty() && self.types.iter().all(container);
        is_empty && (self.types.is_empty() || futures.is_of_container())
    }

    /// It is the value itself from here on, and nothing that stands in for it.
    pub(super) fn is_waited_for(&mut self) {
        self.stand_ins = self.stand_ins.waited_for();
        if self.futures == Futures::StandIn {
            self.futures = Futures::None;
        }
    }

    /// Whether it surely is the future of a concurrent call.
    pub(super) fn is_started(&self) -> bool {
        self.futures == Futures::Itself
    }

    /// What iterating over it gives surely is of futures.
    pub(super) fn iterated_futures(&self) -> Futures {
        // Of a dict it is the values that are known, and iterating gives the keys; what else an object gives, it says itself.
        let gives_other = |kind: &Type| {
            matches!(kind, Type::Dict | Type::DefaultDict | Type::Own(_) | Type::Parent(_) | Type::Library(_))
        };
        match &self.futures {
            Futures::Each(_) if self.types.iter().any(gives_other) => Futures::None,
            futures => futures.element(),
        }
    }

    /// Types of what it may be or hold, and of the objects whose methods it may be.
    pub(super) fn all_types(&self) -> impl Iterator<Item = &Type> {
        let receivers = self.bound.values().flat_map(|receiver| &receiver.types);
        self.types.iter().chain(&self.content).chain(receivers)
    }

    /// It, or something that it holds: which of them, it has no name.
    pub(super) fn or_held(&self) -> Value {
        Value { types: self.all_types().cloned().collect(), itself: None, ..self.clone() }
    }

    /// Whether it may be, or hold, something that changes.
    pub(super) fn may_change(&self) -> bool {
        self.types.iter().any(Type::is_mutable)
    }

    /// Whether every type that it may have is one of those that `test` accepts.
    pub(super) fn is_only(&self, test: impl Fn(&Type) -> bool) -> bool {
        !self.types.is_empty() && self.types.iter().all(test)
    }

    /// Whether it is a builtin container (an immutable tuple too) and nothing else.
    fn is_container(&self) -> bool {
        let container = |kind: &Type| {
            matches!(kind, Type::List | Type::Tuple | Type::Dict | Type::Set | Type::Deque | Type::Iterator)
        };
        self.types.iter().any(container) && self.is_only(|kind| container(kind) || *kind == Type::Immutable)
    }

    /// What is taken out of it.
    pub(super) fn element(&self) -> Value {
        let types = match self.content.is_empty() {
            true if self.is_only(|kind| *kind == Type::Immutable) => Types::from([Type::Immutable]),
            true => Types::from([Type::Unknown]),
            false => self.content.clone(),
        };
        let mutable = types.iter().any(Type::is_mutable);
        let content = if types.contains(&Type::Future) {
            // What a container of futures holds stands for their results, too (see `hold`), and for what `enumerate`,
            // `zip` and `items` pair them with.
            types.clone()
        } else if mutable {
            // What lies deeper nobody counts; instances of own classes stay known at any depth (see `hold`).
            let own = self.content.iter().filter(|kind| kind.is_own()).cloned();
            own.chain([Type::Unknown]).collect()
        } else {
            Types::new()
        };
        let aliases = match mutable {
            true => taken_out(&self.aliases),
            false => CommonSet::new(),
        };
        // What the container only holds is somebody else's.
        let owner = self.owner.filter(|_| self.aliases.iter().all(|alias| !alias.held));
        // Only a container made here holds methods; what is fetched from an unknown object has bound names of its own.
        let bound = if self.is_container() { self.bound.clone() } else { BTreeMap::new() };
        Value {
            aliases,
            depends: self.depends.clone(),
            types,
            content,
            bound,
            owner,
            futures: self.iterated_futures(),
            stand_ins: self.stand_ins.taken_out(),
            ..Value::default()
        }
    }

    /// A new object of `kind` that holds this value.
    pub(super) fn held_in(&self, kind: Type) -> Value {
        let mut container = Value::of(kind);
        container.hold(self);
        container
    }

    /// Puts `value` inside this one.
    pub(super) fn hold(&mut self, value: &Value) {
        if value.may_change() {
            match value.aliases.iter().all(|alias| alias.held) {
                true => self.aliases.join(&value.aliases),
                false => {
                    self.aliases.extend(value.aliases.iter().map(|alias| Alias { held: true, ..*alias }));
                }
            }
        }
        self.stand_ins.held |= value.stand_ins.any();
        self.depends.join(&value.depends);
        self.deferred.extend(&value.deferred);
        if value.types.is_empty() && value.bound.len() == 1 {
            for (name, receiver) in &value.bound {
                self.bind(name, receiver);
            }
        }
        if !value.is_nothing() {
            let each = Futures::each(value.futures.clone());
            self.futures = if self.content.is_empty() { each } else { self.futures.met(&each) };
        }
        self.content.join(&value.types);
        if value.types.contains(&Type::Future) {
            self.content.join(&value.content);
        } else if !value.types.iter().all(Type::is_own) {
            self.content.extend(value.content.iter().filter(|kind| kind.is_own()).cloned());
        }
    }

    /// A new object made from what this one holds (`list(x)`, `sorted(x)`, a slice).
    pub(super) fn copied(&self, kind: Type) -> Value {
        let mut copy = self.element().held_in(kind);
        copy.content = self.element().types;
        copy
    }

    /// How many things it may be, hold and depend on.
    pub(super) fn size(&self) -> usize {
        let bound: usize = self.bound.values().map(|receiver| receiver.types.len()).sum();
        self.aliases.len() + self.depends.len() + self.types.len() + self.content.len() + bound
    }

    /// An immutable result that depends on this one.
    pub(super) fn outcome(&self) -> Value {
        Value { depends: self.depends.clone(), ..Value::immutable() }
    }

    /// Takes a declaration into account: where it leaves nothing open, what could not be followed is what it says.
    pub(super) fn declared(&mut self, types: Types, content: Types) {
        if !types.contains(&Type::Unknown) && !types.is_empty() {
            self.types.remove(&Type::Unknown);
            if types.iter().all(|kind| !kind.is_mutable()) {
                self.types.retain(|kind| !kind.is_mutable());
                self.aliases.clear();
                self.content.clear();
            }
        }
        // What a value is made of here tells more than a declaration that says nothing.
        if self.types.is_empty() || !types.contains(&Type::Unknown) {
            self.types.extend(types);
        }
        if !content.contains(&Type::Unknown) && !content.is_empty() {
            self.content.remove(&Type::Unknown);
        }
        self.content.extend(content);
    }

    /// The same without what it aliases.
    pub(super) fn with_types(mut self, types: Types) -> Value {
        self.types = types;
        self
    }
}

/// What is taken out of objects: what they only hold, and what lies in them.
fn taken_out(aliases: &[Alias]) -> CommonSet<Alias> {
    let of_object = |objects: &[Alias]| {
        let root = objects[0].root;
        let has = |level, held| objects.iter().any(|alias| alias.level == level && alias.held == held);
        let holds_object = has(Level::Object, true);
        let holds_inner = has(Level::Inner, true);
        let is_one = has(Level::Object, false) || has(Level::Inner, false);
        let found = [
            (holds_object, Level::Object, false),
            (holds_object, Level::Object, true),
            (is_one || holds_inner, Level::Inner, false),
            (holds_inner, Level::Inner, true),
        ];
        found.into_iter().filter(|(is_there, ..)| *is_there).map(move |(_, level, held)| Alias {
            root,
            level,
            held,
        })
    };
    aliases.chunk_by(|one, next| one.root == next.root).flat_map(of_object).collect()
}
