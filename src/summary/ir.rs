//! The intermediate representation: functions as trees of blocks of statements, each with its events in evaluation order.
//!
//! ```python
//! hits[page] = hits.get(page, 0) + 1
//! ```
//! is one `Simple` statement whose events are, in order: `Load(hits)`, `Load(page)`, `Constant`, `Call(get)`, `Constant`,
//! `Operate(+)`, `Load(hits)`, `Load(page)`, `SetItem`. An event's value is what its expression gives; later events of the
//! same statement name it by its index. Values reach other statements through names only.
//!
//! Names, parameters, attributes and methods stand as Python spells them inside a class: `__x` in `class A` is `_A__x`. Keywords
//! of a call are never mangled. What is erased (imports of ours, our decorators) has no events. Annotations have none either.
//! That a test, `and`, `or` or a comparison chain asks a value for its truth is no event of its own.

use serde::{Deserialize, Serialize};

use crate::options::Switch;
use crate::python::{ConcurrentArguments, Marker, Markers};
use crate::text::Span;

/// A function of one module, by its place in `ModuleSummary::functions`; 0 is the module's own code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionId(pub u32);

/// A class of one module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassId(pub u32);

/// A statement of one function, by its place in `Function::statements` (source order, preorder).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatementId(pub u32);

/// A local variable of one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalId(pub u32);

/// An event of one statement, and the value of its expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ValueId(pub u32);

/// The facts of one module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModuleSummary {
    /// All functions, lambdas, class bodies and generator expressions, in source order; the first is the module's own code.
    pub functions: Vec<Function>,
    /// All classes, in source order.
    pub classes: Vec<Class>,
    /// Names bound in the module's scope (also by `global` in a function), in order of their first binding.
    pub globals: Vec<GlobalName>,
    /// Modules imported with `*`.
    pub star_imports: Vec<ImportRef>,
    /// `__all__`, where it is a literal.
    pub exports: Option<Vec<String>>,
    /// Every identifier that the file spells anywhere, sorted: a name that is not here is free in every scope.
    pub identifiers: Vec<String>,
    /// Our markers.
    pub markers: Markers,
}

/// A name bound in a module's scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GlobalName {
    /// The name.
    pub name: String,
    /// Its first binding: the identifier.
    pub span: Span,
    /// Its annotation, if it has one.
    pub annotation: Option<TypeRef>,
}

/// A class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// `Outer.Inner`, with `<locals>` as Python writes it.
    pub qualname: String,
    /// The identifier in its `class` statement.
    pub name_span: Span,
    /// The function that stands for its body.
    pub body: FunctionId,
    /// The function whose body holds the `class` statement (a class body where it is nested).
    pub parent: FunctionId,
    /// Its bases, as far as they are names.
    pub bases: Vec<TypeRef>,
    /// Decorators and metaclass, as far as they are names.
    pub decorators: Vec<TypeRef>,
    /// Methods by name, the last definition of a name winning; in source order. A property's setter and deleter don't take the
    /// getter's place: they are found by `class`, `name` and `method` of their functions.
    pub methods: Vec<(String, FunctionId)>,
    /// Names that the class body binds which are not methods: its class attributes, with annotation. Annotation-only names
    /// (`x: int`) are not bound and stand in `fields`.
    pub attributes: Vec<GlobalName>,
    /// `x: T` in the class body without a value, and `self.x: T = ...` in methods.
    pub fields: Vec<(String, TypeRef)>,
}

/// What a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FunctionKind {
    /// The module's own code.
    Module,
    /// The code of a class body; runs where its `class` statement stands.
    ClassBody(ClassId),
    /// `def`
    Def,
    /// `lambda`: has no statement that could be guarded; its body is one `Return`.
    Lambda,
    /// A generator expression, run by whoever iterates it. Its outermost iterable is evaluated where it stands and is its
    /// parameter 0. The body is a `For` with an expression statement `Yield` inside. Its statements' spans are the `for` clauses,
    /// the conditions and the element: they don't lie in each other.
    GeneratorExpression,
}

/// How a method is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MethodKind {
    /// Not a method.
    None,
    /// Parameter 0 is the instance.
    Instance,
    /// Parameter 0 is the class.
    Class,
    /// Neither.
    Static,
    /// A property (or cached property): an attribute read calls it.
    Property,
    /// A property's setter.
    Setter,
}

/// Whether a call of it runs its body at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suspends {
    /// It does.
    Never,
    /// Has a `yield`.
    Generator,
    /// `async def`, with or without `yield`.
    Async,
}

/// A function, or what acts as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// `bump`, `<lambda>`, `<genexpr>`, the class's name, or `<module>`.
    pub name: String,
    /// As Python's `__qualname__` has it.
    pub qualname: String,
    /// The whole statement or expression, decorators included; for a module its whole text.
    pub span: Span,
    /// Its name; empty at the start where it has none.
    pub name_span: Span,
    /// What it is.
    pub kind: FunctionKind,
    /// The function whose code it stands in (class bodies count). `None` for the module.
    pub parent: Option<FunctionId>,
    /// The class that it is a method of.
    pub class: Option<ClassId>,
    /// How it is bound then.
    pub method: MethodKind,
    /// Whether it is a generator or a coroutine.
    pub suspends: Suspends,
    /// Parameters in source order.
    pub params: Vec<Param>,
    /// Return annotation.
    pub returns: Option<TypeRef>,
    /// Dotted names of its decorators, outermost first, ours included, as written (`functools.wraps`); empty where one is no name.
    pub decorators: Vec<String>,
    /// Our marker on it.
    pub marker: Option<Marker>,
    /// Whether calls of concurrent functions that are written in it give values: it, or a function around it, is `@synchronized`.
    pub serial: Switch,
    /// Its local variables, parameters first (in order), comprehension variables included (one for each comprehension, so names
    /// may repeat). Type parameters of a `def` or `class` are locals of the function that the statement stands in; a class body
    /// has `__class__`, which its methods capture.
    pub locals: Vec<Local>,
    /// Its statements in preorder; blocks name them.
    pub statements: Vec<Statement>,
    /// Its own block.
    pub body: Block,
}

impl Function {
    /// What its `@concurrent` says, if it has one.
    pub fn concurrent(&self) -> Option<&ConcurrentArguments> {
        match &self.marker {
            Some(Marker::Concurrent(arguments)) => Some(arguments),
            _ => None,
        }
    }

    /// Whether it is concurrent and a call gives its future, not what stands in for the value.
    pub fn gives_its_future(&self) -> bool {
        self.concurrent().is_some_and(|arguments| arguments.transparent == Switch::Off)
    }

    /// Whether it is concurrent and a call gives what stands in for its value.
    pub fn gives_stand_in(&self) -> bool {
        self.concurrent().is_some_and(|arguments| arguments.transparent == Switch::On)
    }
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// How it is filled.
    pub kind: ParamKind,
    /// Its annotation.
    pub annotation: Option<TypeRef>,
    /// Whether it has a default, and what kind of object that is.
    pub default: Option<Constant>,
    /// Its default, if it has one: the event of that span, before the function's `Closure`, evaluates it.
    pub default_span: Option<Span>,
    /// The parameter in the source.
    pub span: Span,
}

/// How a parameter is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParamKind {
    /// Before `/`.
    PositionalOnly,
    /// The usual one.
    Positional,
    /// `*args`
    Rest,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`
    KeywordRest,
}

/// A local variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Local {
    /// Its name.
    pub name: String,
    /// Its annotation, if any.
    pub annotation: Option<TypeRef>,
    /// Its first binding.
    pub span: Span,
}

/// Statements one after another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// In order.
    pub statements: Vec<StatementId>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The whole statement, as the parser has it (decorators included). An `elif` is from its keyword to its last byte.
    pub span: Span,
    /// What it is, with its blocks.
    pub kind: StatementKind,
    /// What it does itself: for a simple statement all, for a compound one its header (each round again for loops).
    pub events: Vec<Event>,
}

impl Statement {
    /// Whether it is `if __name__ == "__main__":`
    pub fn is_for_scripts(&self) -> bool {
        let StatementKind::If { test, .. } = &self.kind else { return false };
        let event = |id: &ValueId| self.events.get(id.0 as usize).map(|event| &event.op);
        let Some(Op::Operate(_, operands)) = event(test) else { return false };
        let is_name =
            |id: &ValueId| matches!(event(id), Some(Op::Load(Name::Global(name))) if name == "__name__");
        let is_main = |id: &ValueId| matches!(event(id), Some(Op::Word(word)) if word == "__main__");
        operands.iter().any(is_name) && operands.iter().any(is_main)
    }
}

/// What a statement is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StatementKind {
    /// An expression, assignment, deletion, import, assertion, `pass`, `global` ...
    Simple,
    /// `return`
    Return {
        /// What it returns.
        value: Option<ValueId>,
    },
    /// `raise`
    Raise,
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `if`; an `elif` is an `If` alone in `otherwise`, with `elif` set.
    If {
        /// The test.
        test: ValueId,
        /// What the test narrows for a type checker.
        narrows: Vec<Narrowing>,
        /// Whether it is spelled `elif`.
        elif: bool,
        /// Run if it holds.
        then: Block,
        /// `else`, or the `elif`; empty if there is none.
        otherwise: Block,
    },
    /// `while`
    While {
        /// The test.
        test: ValueId,
        /// What the test narrows for a type checker.
        narrows: Vec<Narrowing>,
        /// The loop.
        body: Block,
        /// `else`
        otherwise: Block,
    },
    /// `for`, `async for`; its events: the iterable's, `Iterate`, the stores to its target.
    For {
        /// The iterable.
        iterable: ValueId,
        /// `async for`
        is_async: bool,
        /// The loop.
        body: Block,
        /// `else`
        otherwise: Block,
    },
    /// `with`, `async with`; each item: its events, `Enter`, the stores to its target.
    With {
        /// The context managers, in order.
        items: Vec<ValueId>,
        /// `async with`
        is_async: bool,
        /// `with atomic:` of ours (no items then).
        atomic: bool,
        /// The block.
        body: Block,
    },
    /// `try`; the handlers' types are events of it, conditional.
    Try {
        /// `try`
        body: Block,
        /// `except`
        handlers: Vec<Handler>,
        /// `else`
        otherwise: Block,
        /// `finally`
        finally: Block,
    },
    /// `match`; patterns (captures as stores of `Item`s of the subject) and guards are events of it, conditional.
    Match {
        /// The subject.
        subject: ValueId,
        /// One block a case.
        cases: Vec<Block>,
    },
    /// `def`: its events are decorators, defaults, `Closure`, the calls of the decorators on it, `Store` of the `Closure`.
    Def(FunctionId),
    /// `class`: its events are decorators, bases, keywords, `Class`, `Store` of it. The body is a function of its own that
    /// runs here.
    Class(ClassId),
}

impl StatementKind {
    /// The blocks of the statement, in source order.
    pub fn blocks(&self) -> Vec<&Block> {
        match self {
            StatementKind::If { then, otherwise, .. } => vec![then, otherwise],
            StatementKind::While { body, otherwise, .. } | StatementKind::For { body, otherwise, .. } => {
                vec![body, otherwise]
            }
            StatementKind::With { body, .. } => vec![body],
            StatementKind::Try { body, handlers, otherwise, finally } => {
                let mut all = vec![body];
                all.extend(handlers.iter().map(|handler| &handler.body));
                all.extend([otherwise, finally]);
                all
            }
            StatementKind::Match { cases, .. } => cases.iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// `except T as name:`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handler {
    /// The name that it binds; there is no `Store` of it.
    pub name: Option<Name>,
    /// Its block.
    pub body: Block,
}

/// A name that a test narrows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Narrowing {
    /// The variable.
    pub name: Name,
    /// Its attributes (`self.conn`: `["conn"]`), if it is more than the name.
    pub path: Vec<String>,
}

/// What happens, and what value its expression has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The expression, without parentheses around it; for a store its target.
    pub span: Span,
    /// What.
    pub op: Op,
    /// Whether it may be left out or run more than once when the statement runs: the right of `and`, an arm of a
    /// ternary, the inside of a comprehension, a pattern.
    pub conditional: bool,
}

/// What an event does. Its operands are earlier events of the same statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// A constant: string, number, `None`, `True`, `...`
    Constant(Constant),
    /// A string constant that is an identifier: what `getattr` and `setattr` are given.
    Word(String),
    /// Reads a variable.
    Load(Name),
    /// Binds a variable. Value: the operand's.
    Store(Name, ValueId),
    /// Unbinds one.
    Delete(Name),
    /// `object.name`, read.
    Attribute(ValueId, String),
    /// `object.name = value`
    SetAttribute(ValueId, String, ValueId),
    /// `del object.name`
    DeleteAttribute(ValueId, String),
    /// `object[index]`, read; without index for what unpacking or a pattern takes out of an object.
    Item(ValueId, Option<ValueId>),
    /// `object[index] = value`
    SetItem(ValueId, ValueId, ValueId),
    /// `del object[index]`
    DeleteItem(ValueId, ValueId),
    /// Arithmetic, comparison, formatting: a new value made from the operands (own classes: by their operator methods).
    Operate(Operator, Vec<ValueId>),
    /// `left op= right`, between the load of the target and the store to it: may change `left`'s object in place. Value: the result.
    InPlace(Operator, ValueId, ValueId),
    /// A display or comprehension: a new container that holds the operands.
    Build(Constant, Vec<ValueId>),
    /// One of the operands.
    Choose(Choice, Vec<ValueId>),
    /// The next element of an iterable, by iterating it; also `*x` in a display (`**x` is an `Item` without index).
    Iterate(ValueId),
    /// A call. `obj.method(x)` has an `Attribute` as callee.
    Call(ValueId, Vec<Argument>),
    /// A function made here: `def`, `lambda`, generator expression (its value then is the generator; the operand of its
    /// parameter 0 is the second).
    Closure(FunctionId, Option<ValueId>),
    /// A class made here.
    Class(ClassId),
    /// `with`: `__enter__` now and `__exit__` at the end of the block. Value: what `as` binds.
    Enter(ValueId),
    /// `yield`, `yield from`
    Yield(Option<ValueId>),
    /// `await`, also of `async for` and `async with`.
    Await(ValueId),
    /// An import: the module, or a name from it. A `Store` follows, except for `*`.
    Import(ImportRef),
}

impl Op {
    /// The operands: what is evaluated for it, in order.
    pub fn operands(&self) -> Vec<ValueId> {
        match self {
            Op::Constant(_)
            | Op::Word(_)
            | Op::Load(_)
            | Op::Delete(_)
            | Op::Class(_)
            | Op::Import(_)
            | Op::Yield(None) => Vec::new(),
            Op::Store(_, value)
            | Op::Iterate(value)
            | Op::Enter(value)
            | Op::Await(value)
            | Op::Yield(Some(value)) => vec![*value],
            Op::Attribute(object, _) | Op::DeleteAttribute(object, _) | Op::Item(object, None) => {
                vec![*object]
            }
            Op::SetAttribute(object, _, value) => vec![*object, *value],
            Op::Item(object, Some(index)) | Op::DeleteItem(object, index) => vec![*object, *index],
            Op::SetItem(object, index, value) => vec![*object, *index, *value],
            Op::Operate(_, parts) | Op::Build(_, parts) | Op::Choose(_, parts) => parts.clone(),
            Op::InPlace(_, left, right) => vec![*left, *right],
            Op::Call(callee, arguments) => {
                let mut all = vec![*callee];
                all.extend(arguments.iter().map(|argument| argument.value));
                all
            }
            Op::Closure(_, iterable) => iterable.iter().copied().collect(),
        }
    }
}

/// What decides which operand it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// A test before all of them: `a if test else b`.
    Test,
    /// Their own truth, of each but the last: `and`, `or`, a chain of comparisons.
    Truth,
}

/// An operator by the name of its method without underscores and `r` / `i` (`add`, `eq`, `contains`, `getitem` for a slice),
/// `format` for what an f-string interpolates (its span is the braces', so it is no expression), `concat` for the f-string, `bool` for `not`, `is` for identity (with one operand in a pattern: `case None`), `slice` for a slice
/// object, `instancecheck` for a class pattern. Operands stand in the order of evaluation: for `contains` the item comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator(pub String);

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// How it is given.
    pub kind: ArgumentKind,
    /// Its value.
    pub value: ValueId,
}

/// How an argument is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArgumentKind {
    /// By position.
    Positional,
    /// `name=value`
    Keyword(String),
    /// `*value`
    Rest,
    /// `**value`
    KeywordRest,
}

/// A variable, as the scopes of its module resolve it (as CPython's `symtable` does).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Name {
    /// A local of the function itself.
    Local(LocalId),
    /// A local of an enclosing function.
    Captured(FunctionId, LocalId),
    /// A name of the module's scope, or a builtin where the module binds no such name.
    Global(String),
    /// A name in a class body: an attribute of that class (a global where the class has not bound it).
    ClassAttribute(ClassId, String),
}

/// What kind of object a display, a constant or a default is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Constant {
    /// `None`
    None,
    /// A number, `True`, `False`, `...`
    Number,
    /// The number zero, which as a time is none.
    Zero,
    /// A string or bytes.
    Text,
    /// A tuple.
    Tuple,
    /// A list.
    List,
    /// A dict.
    Dict,
    /// A set.
    Set,
    /// Something else, of unknown kind (a default that is a call, say).
    Other,
}

/// What an import names, relative as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImportRef {
    /// Leading dots.
    pub level: u32,
    /// `a.b`; empty for `from . import x`.
    pub module: String,
    /// `x` of `from a.b import x`.
    pub name: Option<String>,
    /// For `import a.b` (which binds `a`): false; for `import a.b as c` and `from` imports: true.
    pub binds_last: bool,
}

/// An annotation or base class, unresolved; strings are read as the expression that they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypeRef {
    /// A name, with its attributes: `collections.deque` is (`Global("collections")`, `["deque"]`).
    Name(Name, Vec<String>),
    /// `dict[str, int]`, `Optional[T]`
    Generic(Box<TypeRef>, Vec<TypeRef>),
    /// `A | B`
    Union(Vec<TypeRef>),
    /// `None`
    None,
    /// Something else.
    Other,
}
