//! Shipped summaries: what builtins and library functions do with what they are given.
//!
//! Names are dotted paths of the library's own objects, resolved through imports; a name alone is never evidence.

use super::executor::{self, Workers};
use super::value::Type;

/// What a method of a builtin container does to the container, and what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Method {
    pub(super) effect: Effect,
    pub(super) gives: Gives,
}

/// What a call does to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    None,
    Reads,
    /// Reads it and all that is in it.
    ReadsDeep,
    Mutates,
}

/// What a call gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    Immutable,
    /// An element, or an argument that was put in.
    Element,
    /// A lazy view or iterator over it.
    View,
    /// A new container of its elements.
    Copy,
    Unknown,
}

const fn method(effect: Effect, gives: Gives) -> Option<Method> {
    Some(Method { effect, gives })
}

/// The method `name` of a builtin container of type `kind`; `None` if it has no such method.
pub(super) fn container_method(kind: &Type, name: &str) -> Option<Method> {
    use Effect::{Mutates, Reads, ReadsDeep};
    use Gives::{Copy, Element, Immutable, Unknown, View};
    match kind {
        Type::List | Type::Deque => match name {
            "append" | "extend" | "insert" | "remove" | "clear" | "appendleft" | "extendleft" | "rotate" => {
                method(Mutates, Immutable)
            }
            "sort" | "reverse" => method(Mutates, Immutable),
            "pop" | "popleft" => method(Mutates, Element),
            "index" | "count" => method(ReadsDeep, Immutable),
            "copy" | "__reversed__" => method(Reads, Copy),
            "__len__" | "__contains__" => method(Reads, Immutable),
            _ => None,
        },
        Type::Dict | Type::DefaultDict => match name {
            "get" | "__getitem__" => method(Reads, Element),
            "setdefault" | "pop" | "popitem" => method(Mutates, Element),
            "update" | "clear" | "subtract" | "move_to_end" | "__setitem__" | "__delitem__" => {
                method(Mutates, Immutable)
            }
            "items" | "values" | "elements" => method(Reads, View),
            "keys" => method(Reads, View),
            "copy" | "most_common" | "new_child" => method(Reads, Copy),
            "total" | "__len__" | "__contains__" => method(Reads, Immutable),
            _ => None,
        },
        Type::Set => match name {
            "add" | "discard" | "remove" | "clear" | "update" => method(Mutates, Immutable),
            "difference_update" | "intersection_update" | "symmetric_difference_update" => {
                method(Mutates, Immutable)
            }
            "pop" => method(Mutates, Element),
            "copy" | "union" | "difference" | "intersection" | "symmetric_difference" => method(Reads, Copy),
            "issubset" | "issuperset" | "isdisjoint" | "__len__" | "__contains__" => method(Reads, Immutable),
            _ => None,
        },
        Type::Buffer => match name {
            "getvalue" | "decode" | "hex" | "tobytes" | "find" | "count" | "tell" | "split"
            | "startswith" | "endswith" => method(Reads, Immutable),
            "getbuffer" => method(Reads, View),
            "tolist" | "copy" => method(Reads, Copy),
            _ => method(Mutates, Immutable),
        },
        Type::Tuple => match name {
            "index" | "count" => method(ReadsDeep, Immutable),
            _ => None,
        },
        Type::Iterator => match name {
            "send" | "throw" | "close" | "__next__" => method(Mutates, Unknown),
            _ => method(Reads, Unknown),
        },
        _ => None,
    }
}

/// Whether some builtin container changes when a method of this name is called: what a call on an object of unknown type
/// may do.
pub(super) fn may_mutate(name: &str) -> bool {
    [Type::List, Type::Dict, Type::Set]
        .iter()
        .any(|kind| container_method(kind, name).is_some_and(|method| method.effect == Effect::Mutates))
        || matches!(name, "appendleft" | "extendleft" | "popleft" | "rotate")
}

/// What calling a builtin does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BuiltinCall {
    pub(super) effect: Effect,
    pub(super) gives: BuiltinGives,
}

/// What calling a builtin gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuiltinGives {
    Immutable,
    /// An element of an argument (`min`, `next`).
    Element,
    /// One of the arguments, or an element of one (`max(a, b)`).
    ElementOrArgument,
    List,
    Set,
    Dict,
    Tuple,
    /// A lazy iterator over the arguments.
    View,
    Buffer,
    Unknown,
}

/// The builtin function or class `name`.
pub(super) fn builtin(name: &str) -> BuiltinCall {
    use BuiltinGives as Give;
    use Effect::{None, Reads, ReadsDeep};
    let (effect, gives) = match name {
        "len" | "bool" => (Reads, Give::Immutable),
        "isinstance" | "issubclass" | "id" | "callable" | "hasattr" | "type" => (None, Give::Immutable),
        "int" | "float" | "complex" | "abs" | "round" | "divmod" | "pow" | "ord" | "chr" | "bin" | "hex"
        | "oct" => (ReadsDeep, Give::Immutable),
        "str" | "repr" | "ascii" | "format" | "print" | "hash" | "bytes" | "frozenset" | "sum" | "any"
        | "all" | "range" | "slice" | "input" => (ReadsDeep, Give::Immutable),
        "min" | "max" => (ReadsDeep, Give::ElementOrArgument),
        "next" => (Reads, Give::Element),
        "list" | "sorted" => (ReadsDeep, Give::List),
        "set" => (ReadsDeep, Give::Set),
        "dict" => (Reads, Give::Dict),
        "tuple" => (Reads, Give::Tuple),
        "bytearray" => (Reads, Give::Buffer),
        "memoryview" | "iter" | "map" | "filter" | "zip" | "enumerate" | "reversed" => (Reads, Give::View),
        "super" => (None, Give::Unknown),
        _ => (ReadsDeep, Give::Unknown),
    };
    BuiltinCall { effect, gives }
}

/// Whether the builtin `name`, or the method of that name, iterates over what it is given.
pub(super) fn iterates(name: &str) -> bool {
    matches!(
        name,
        "list"
            | "tuple"
            | "set"
            | "frozenset"
            | "sorted"
            | "sum"
            | "any"
            | "all"
            | "min"
            | "max"
            | "iter"
            | "enumerate"
            | "zip"
            | "map"
            | "filter"
            | "dict"
            | "bytes"
            | "bytearray"
            | "join"
            | "extend"
            | "extendleft"
            | "update"
            | "fromkeys"
            | "union"
            | "difference"
            | "intersection"
            | "symmetric_difference"
            | "difference_update"
            | "intersection_update"
            | "symmetric_difference_update"
            | "issubset"
            | "issuperset"
            | "isdisjoint"
    )
}

/// Whether `name` is a builtin exception class.
pub(super) fn is_exception(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        && (name.ends_with("Error")
            || name.ends_with("Exception")
            || name.ends_with("Warning")
            || name.ends_with("Exit"))
        || matches!(
            name,
            "StopIteration"
                | "StopAsyncIteration"
                | "KeyboardInterrupt"
                | "BaseExceptionGroup"
                | "ExceptionGroup"
        )
}

/// The type of an object that calling the library's `path` makes, where it is one that we know.
pub(super) fn constructed(path: &str) -> Option<Type> {
    Some(match path {
        "queue.SimpleQueue" => Type::OpenQueue,
        "collections.deque" => Type::Deque,
        "collections.defaultdict" => Type::DefaultDict,
        "collections.OrderedDict"
        | "collections.Counter"
        | "collections.ChainMap"
        | "weakref.WeakValueDictionary"
        | "weakref.WeakKeyDictionary"
        | "collections.UserDict" => Type::Dict,
        "collections.UserList" => Type::List,
        "itertools.count" | "itertools.cycle" | "itertools.repeat" => Type::Iterator,
        "weakref.WeakSet" => Type::Set,
        "io.StringIO" | "io.BytesIO" | "array.array" => Type::Buffer,
        "queue.Queue" | "queue.LifoQueue" | "queue.PriorityQueue" | "multiprocessing.Queue" => Type::Queue,
        "threading.Lock"
        | "threading.RLock"
        | "_thread.allocate_lock"
        | "multiprocessing.Lock"
        | "multiprocessing.RLock" => Type::Lock,
        "threading.Condition" => Type::Condition,
        "threading.Event" | "threading.Semaphore" | "threading.BoundedSemaphore" | "threading.Barrier" => {
            Type::Waitable
        }
        "threading.Thread" | "threading.Timer" | "multiprocessing.Process" => Type::Thread,
        "concurrent.futures.Future" | "asyncio.Future" => Type::Future,
        "multiprocessing.pool.ThreadPool" | "multiprocessing.dummy.Pool" => Type::Executor(Workers::Threads),
        "multiprocessing.Pool" | "multiprocessing.pool.Pool" => Type::Executor(Workers::Processes),
        "logging.getLogger"
        | "logging.Logger"
        | "threading.local"
        | "contextvars.ContextVar"
        | "logging.LoggerAdapter" => Type::Safe,
        "re.compile"
        | "pathlib.Path"
        | "pathlib.PurePath"
        | "decimal.Decimal"
        | "fractions.Fraction"
        | "datetime.datetime"
        | "datetime.date"
        | "datetime.timedelta"
        | "datetime.datetime.now"
        | "uuid.uuid4"
        | "uuid.UUID"
        | "os.getenv"
        | "os.getpid"
        | "threading.get_ident"
        | "os.path.join"
        | "json.dumps"
        | "os.path.exists" => Type::Immutable,
        _ if path.starts_with("time.") || path.starts_with("math.") || path.starts_with("os.path.") => {
            Type::Immutable
        }
        _ => return executor::given_by(path).map(Type::Executor),
    })
}

/// The type that an annotation with the library's `path` stands for.
pub(super) fn annotated(path: &str) -> Option<Type> {
    Some(match path {
        "typing.List" => Type::List,
        "typing.DefaultDict" => Type::DefaultDict,
        "typing.Dict"
        | "typing.OrderedDict"
        | "typing.Counter"
        | "typing.MutableMapping"
        | "collections.abc.MutableMapping"
        | "typing.Mapping"
        | "collections.abc.Mapping" => Type::Dict,
        "typing.Set" | "typing.MutableSet" | "collections.abc.MutableSet" => Type::Set,
        "typing.Tuple" => Type::Tuple,
        "typing.Deque" => Type::Deque,
        "typing.Iterator"
        | "typing.Iterable"
        | "typing.Generator"
        | "collections.abc.Iterator"
        | "collections.abc.Generator" => Type::Iterator,
        "typing.FrozenSet" | "typing.Hashable" | "typing.LiteralString" => Type::Immutable,
        "typing.Any"
        | "typing.Sequence"
        | "collections.abc.Sequence"
        | "collections.abc.Iterable"
        | "typing.Callable"
        | "collections.abc.Callable"
        | "typing.MutableSequence" => Type::Unknown,
        _ => return constructed(path),
    })
}

/// The type that a builtin class stands for, called or in an annotation.
pub(super) fn builtin_class(name: &str) -> Option<Type> {
    Some(match name {
        "int" | "float" | "complex" | "str" | "bytes" | "bool" | "frozenset" | "range" | "slice" | "None" => {
            Type::Immutable
        }
        "list" => Type::List,
        "dict" => Type::Dict,
        "set" => Type::Set,
        "tuple" => Type::Tuple,
        "bytearray" => Type::Buffer,
        _ => return None,
    })
}

/// What a library function does beyond reading its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LibraryCall {
    /// Changes its first argument.
    MutatesFirst,
    /// Gives a new object made of its first argument.
    CopiesFirst,
    /// Gives a lazy iterator over its arguments.
    Views,
    /// Waits for futures.
    Waits,
    /// Gives an iterator that waits for futures.
    WaitingIterator,
    /// Keeps the functions that it is given and runs them later, in this thread or another.
    KeepsFunctions,
    /// Takes time: sleeps, reads or writes the outside world.
    Slow,
    /// Imports the module of the name that it is given.
    Imports,
    /// Runs a module again.
    Reloads,
}

/// The library function `path`.
pub(super) fn library(path: &str) -> Option<LibraryCall> {
    Some(match path {
        "heapq.heappush"
        | "heapq.heappop"
        | "heapq.heapify"
        | "heapq.heappushpop"
        | "heapq.heapreplace"
        | "bisect.insort"
        | "bisect.insort_left"
        | "bisect.insort_right"
        | "random.shuffle"
        | "operator.setitem"
        | "operator.delitem"
        | "operator.iadd"
        | "operator.iconcat"
        | "operator.ior"
        | "operator.iand"
        | "operator.isub" => LibraryCall::MutatesFirst,
        "copy.copy" | "copy.deepcopy" => LibraryCall::CopiesFirst,
        "itertools.chain"
        | "itertools.islice"
        | "itertools.cycle"
        | "itertools.groupby"
        | "itertools.starmap"
        | "itertools.chain.from_iterable"
        | "itertools.zip_longest"
        | "itertools.takewhile"
        | "itertools.dropwhile"
        | "itertools.accumulate"
        | "itertools.filterfalse"
        | "itertools.pairwise"
        | "itertools.product" => LibraryCall::Views,
        "concurrent.futures.wait" | "asyncio.run" | "anyio.run" | "trio.run" => LibraryCall::Waits,
        "concurrent.futures.as_completed" => LibraryCall::WaitingIterator,
        "threading.Thread"
        | "threading.Timer"
        | "signal.signal"
        | "atexit.register"
        | "weakref.finalize"
        | "weakref.ref"
        | "weakref.proxy"
        | "weakref.WeakMethod"
        | "threading.setprofile"
        | "sys.setprofile"
        | "sys.addaudithook"
        | "gc.callbacks.append"
        | "codecs.register_error"
        | "sched.scheduler.enter"
        | "_thread.start_new_thread"
        | "threading.settrace"
        | "sys.settrace"
        | "threading.excepthook"
        | "os.register_at_fork" => LibraryCall::KeepsFunctions,
        "time.sleep"
        | "urllib.request.urlopen"
        | "subprocess.run"
        | "subprocess.check_output"
        | "subprocess.check_call"
        | "subprocess.call"
        | "os.system"
        | "socket.create_connection"
        | "shutil.copytree"
        | "shutil.rmtree" => LibraryCall::Slow,
        "importlib.import_module" => LibraryCall::Imports,
        "importlib.reload" => LibraryCall::Reloads,
        _ if path.starts_with("requests.") && path.matches('.').count() == 1 => LibraryCall::Slow,
        _ => return None,
    })
}

/// Whether `path` makes objects that stand for others, under identities of their own.
pub(super) fn makes_proxies(path: &str) -> bool {
    path == "weakref.proxy"
        || path.starts_with("wrapt.")
        || path.starts_with("werkzeug.local.")
        || path.starts_with("multiprocessing.managers.")
        || path.starts_with("unittest.mock.")
}

/// Whether a call of `name` gives a new builtin container, whatever it is given.
pub(super) fn makes_container(name: &str) -> bool {
    matches!(
        name,
        "list"
            | "dict"
            | "set"
            | "bytearray"
            | "sorted"
            | "array.array"
            | "collections.deque"
            | "collections.defaultdict"
            | "collections.OrderedDict"
            | "collections.Counter"
    )
}

/// Whether `path` copies an object but not what its fields name.
pub(super) fn copies_fields(path: &str) -> bool {
    matches!(path, "copy.copy" | "copy.replace" | "dataclasses.replace" | "attr.evolve" | "attrs.evolve")
}

/// Whether calling the library's `path` gives a reference: calling that gives the object.
pub(super) fn refers(path: &str) -> bool {
    matches!(path, "weakref.ref" | "weakref.WeakMethod" | "weakref.proxy")
}

/// Whether `path` may fork, on some system: the child goes on without the other threads.
pub(super) fn forks(path: &str) -> bool {
    matches!(
        path,
        "os.fork"
            | "os.forkpty"
            | "pty.fork"
            | "concurrent.futures.ProcessPoolExecutor"
            | "concurrent.futures.process.ProcessPoolExecutor"
            | "multiprocessing.Manager"
            | "multiprocessing.Pool"
            | "multiprocessing.Process"
            | "multiprocessing.get_context"
            | "multiprocessing.managers.SyncManager"
            | "multiprocessing.pool.Pool"
            | "multiprocessing.process.Process"
            | "multiprocessing.set_start_method"
            | "socketserver.ForkingMixIn"
            | "socketserver.ForkingTCPServer"
            | "socketserver.ForkingUDPServer"
    )
}

/// Whether calling the method `name` on an object of type `kind` waits for what another thread does.
pub(super) fn waits(kind: &Type, name: &str, arguments: usize) -> bool {
    match kind {
        Type::Future => matches!(name, "result" | "exception" | "get" | "wait"),
        Type::Library(_) => matches!(name, "run_until_complete" | "run_forever"),
        Type::Thread => name == "join",
        Type::Queue => matches!(name, "get" | "put" | "join"),
        Type::OpenQueue => matches!(name, "get" | "join"),
        Type::Waitable | Type::Condition => matches!(name, "wait" | "wait_for" | "acquire"),
        Type::Executor(_) => {
            matches!(name, "shutdown" | "map" | "starmap" | "imap" | "imap_unordered" | "apply" | "join")
        }
        Type::Unknown => match name {
            "result" | "wait_for" | "recv" => true,
            "run_until_complete" | "run_forever" => true,
            "get" => arguments == 0,
            "put" => arguments == 1,
            "wait" => true,
            "join" => arguments == 0,
            _ => false,
        },
        _ => false,
    }
}

/// Whether objects that a library makes may have a method `name` that matters, whatever they are.
pub(super) fn is_method(name: &str) -> bool {
    let kinds = [Type::List, Type::Dict, Type::Set, Type::Deque, Type::Buffer];
    may_mutate(name)
        || kinds.iter().any(|kind| container_method(kind, name).is_some())
        || iterates(name)
        || [0, 1].iter().any(|arguments| waits(&Type::Unknown, name, *arguments))
}

/// Whether a method puts its container in order for what is done next, rather than change it for its own sake.
pub(super) fn puts_in_order(name: &str) -> bool {
    matches!(name, "sort" | "reverse" | "rotate" | "move_to_end" | "setdefault")
}

/// Whether a decorator only wraps or labels what it gets: it does not keep it to run it by itself.
pub(super) fn only_wraps(path: &str) -> bool {
    let (module, _) = path.split_once('.').unwrap_or((path, ""));
    matches!(
        module,
        "functools"
            | "staticmethod"
            | "classmethod"
            | "property"
            | "abc"
            | "typing"
            | "typing_extensions"
            | "contextlib"
            | "dataclasses"
            | "enum"
            | "types"
            | "unittest"
            | "pytest"
            | "warnings"
    )
}

/// Whether objects of a class below `path` are there for the library to call: not where the class only says what they are.
pub(super) fn calls_methods(path: &str) -> bool {
    let module = path.split('.').next().unwrap_or(path);
    !matches!(
        module,
        "typing" | "typing_extensions" | "abc" | "enum" | "dataclasses" | "collections" | "types"
    )
}

/// The methods that a container made of an abstract one must have for its inherited method `name`.
pub(super) fn parts_of(name: &str) -> &'static [&'static str] {
    match name {
        "get" | "index" | "count" => &["__getitem__", "__iter__", "__len__"],
        "keys" => &["__iter__"],
        "items" | "values" => &["__iter__", "__getitem__"],
        "pop" => &["__getitem__", "__delitem__", "__iter__", "discard"],
        "popitem" => &["__iter__", "__getitem__", "__delitem__"],
        "setdefault" => &["__getitem__", "__setitem__"],
        "update" => &["__setitem__", "add"],
        "clear" => &["__iter__", "__getitem__", "__delitem__", "discard"],
        "append" | "extend" => &["insert", "__len__"],
        "remove" => &["__delitem__", "__contains__", "discard"],
        "isdisjoint" => &["__contains__", "__iter__"],
        _ => &[],
    }
}

/// The methods of its elements that a call on a container, or a builtin given one, runs.
pub(super) fn element_methods(name: &str) -> &'static [&'static str] {
    match name {
        "sort" | "sorted" | "min" | "max" => &["__lt__", "__gt__"],
        "index" | "count" | "remove" | "__contains__" => &["__eq__"],
        "sum" => &["__add__", "__radd__"],
        "str" | "print" | "repr" | "format" => &["__repr__", "__str__"],
        "any" | "all" | "filter" => &["__bool__", "__len__"],
        "add" | "discard" | "get" | "setdefault" | "set" | "update" | "pop" => &["__hash__", "__eq__"],
        _ => &[],
    }
}

/// Whether a call of this builtin takes time of its own.
pub(super) fn is_quick_builtin(name: &str) -> bool {
    !matches!(name, "open" | "input" | "print" | "exec" | "eval" | "compile" | "__import__")
}
