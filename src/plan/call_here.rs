//! `call_here(f, ...)`: which bodies are called in the caller's thread, and by which names.
//!
//! A function's body is called by its own name from its own module; one that another module calls, and a method's, gets a name
//! without underscores, the same everywhere, so that no private name crosses a module or a class:
//! ```python
//! call_here(record, page)       # _record_body(page)
//! call_here(shop.record, page)  # shop.record_body(page)
//! call_here(account.pay, 3)     # account.pay_body(3)
//! ```
//! Must not know how a body is written.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::tree::Tree;
use super::{
    BodyImport, BodyImportPlacing, InPlaceCall, InPlaceSpelling, Inputs, ModulePlan, diagnostics, launch,
};
use crate::diagnostics::Diagnostic;
use crate::options::Switch;
use crate::program::{ClassKey, FunctionKey, HereCall, Modules, Program};
use crate::python::Marker;
use crate::summary::{
    Argument, ArgumentKind, Constant, Event, FunctionId, FunctionKind, MethodKind, Name, Op, ParamKind,
    StatementId, ValueId,
};
use crate::text::Span;

/// What is called here, as far as it can be.
#[derive(Default)]
pub(super) struct HereCalls {
    calls: Vec<Resolved>,
    /// Bodies that go by a name without underscores.
    public: BTreeMap<FunctionKey, String>,
    /// Bodies that have defaults of their own.
    own_defaults: BTreeSet<FunctionKey>,
}

/// A call whose function is known.
struct Resolved {
    caller: FunctionKey,
    statement: StatementId,
    event: ValueId,
    /// The event of the function.
    function: ValueId,
    /// One of those that it may be; all have one name.
    body: FunctionKey,
    /// The alias of the import that brings the function from another module.
    alias: Option<Span>,
}

/// Why a call can't be woven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nobody knows what the function is.
    Unknown,
    /// One that it may be is not concurrent.
    Plain(FunctionKey),
    /// One that it may be has no body of its own that could be called.
    Bodiless(FunctionKey),
    /// It may be this function, which is not concurrent, beside others that are.
    Mixed(FunctionKey),
    /// Overloads say what it takes and gives, which the body doesn't.
    Overloaded(FunctionKey),
    /// It may be several functions, and no name stands for all of their bodies.
    Several(FunctionKey, FunctionKey),
    /// It is not written as a name that leads to the function.
    Unnamed(FunctionKey),
    /// The body would have to evaluate this default anew.
    Default(FunctionKey, u32),
}

/// What brings the caller to the body.
enum Way {
    /// The body stands where the function does, under a name of its own.
    Beside,
    /// It is a member of an object or of a module.
    Member,
    /// It is imported beside the function, by the import of this alias.
    Import(Span),
}

/// All `call_here` of the program; their names are taken from `names`.
pub(super) fn calls_here(
    program: &Program,
    inputs: &Inputs<'_>,
    names: &mut [Names],
) -> (HereCalls, Vec<Diagnostic>) {
    let mut found = HereCalls::default();
    let mut diagnostics = Vec::new();
    let mut wanted: BTreeSet<FunctionKey> = BTreeSet::new();
    for (caller, facts) in &program.functions {
        for ((statement, event), call) in &facts.calls_here {
            let site = Site { inputs, caller: *caller, statement: *statement, event: *event, call };
            match site.way() {
                Ok((way, body)) => {
                    if !matches!(way, Way::Beside) {
                        wanted.extend(call.functions.keys());
                    }
                    found.own_defaults.extend(site.left_out().map(|(function, _)| function));
                    let alias = if let Way::Import(alias) = way { Some(alias) } else { None };
                    let (caller, statement, event) = (*caller, *statement, *event);
                    let function = call.function;
                    found.calls.push(Resolved { caller, statement, event, function, body, alias });
                }
                Err(refusal) => {
                    let place = inputs.place(caller.module, site.span(call.function));
                    diagnostics.push(diagnostics::calls_here(inputs, place, refusal));
                }
            }
        }
    }
    found.name(inputs, &wanted, names);
    (found, diagnostics)
}

impl HereCalls {
    /// The name of a body that others than its own module call.
    pub(super) fn public_name(&self, body: FunctionKey) -> Option<&str> {
        self.public.get(&body).map(String::as_str)
    }

    /// Whether a body has defaults of its own.
    pub(super) fn own_defaults(&self, body: FunctionKey) -> Switch {
        if self.own_defaults.contains(&body) { Switch::On } else { Switch::Off }
    }

    /// Names `wanted`: functions of one name have bodies of one name, free in the whole program.
    fn name(&mut self, inputs: &Inputs<'_>, wanted: &BTreeSet<FunctionKey>, names: &mut [Names]) {
        let mut given: BTreeMap<(&str, Option<FunctionKey>), String> = BTreeMap::new();
        for body in wanted {
            let function = inputs.function(*body);
            // Methods share a name, so that one of a class below takes the place of one above; functions don't.
            let apart = function.class.is_none().then_some(*body);
            let name = given.entry((&function.name, apart)).or_insert_with(|| {
                let stem = function.name.trim_matches('_');
                let mut numbers = 2..;
                let mut name = format!("{stem}_body");
                while !names.iter().all(|names| names.is_free(&name)) {
                    name = format!("{stem}_body_{}", numbers.next().unwrap_or(u32::MAX));
                }
                for names in &mut *names {
                    names.fresh(&name);
                }
                name
            });
            self.public.insert(*body, name.clone());
        }
    }

    /// Whether anything but calls here uses the name that the import for `call` binds.
    fn placing(&self, inputs: &Inputs<'_>, call: &Resolved) -> BodyImportPlacing {
        let module = call.caller.module;
        let functions = || inputs.functions().filter(|(key, _)| key.module == module);
        let stores = functions().find_map(|(key, function)| {
            let events = function.statements.iter().flat_map(|statement| &statement.events);
            events.into_iter().find_map(|event| match &event.op {
                Op::Store(name, _) if Some(event.span) == call.alias => Some((key.function, name.clone())),
                _ => None,
            })
        });
        let Some((owner, bound)) = stores else { return BodyImportPlacing::Beside };
        let is_call = |span: Span| {
            self.calls.iter().any(|other| {
                let statement = &inputs.function(other.caller).statements[other.statement.0 as usize];
                other.caller.module == module && statement.events[other.function.0 as usize].span == span
            })
        };
        let is_used = functions().any(|(key, function)| {
            let events = function.statements.iter().flat_map(|statement| &statement.events);
            events.into_iter().any(|event| match &event.op {
                Op::Load(name) => is_same(owner, &bound, key.function, name) && !is_call(event.span),
                _ => false,
            })
        });
        // A package's names are there for others.
        let is_given = inputs.modules[module as usize].is_package
            || inputs.summary(module).exports.is_some()
            || inputs.imports_from(module);
        if is_used || is_given { BodyImportPlacing::Beside } else { BodyImportPlacing::Instead }
    }

    /// Puts the calls into the slices of their modules, whose bodies have names by now.
    pub(super) fn write_into(&self, inputs: &Inputs<'_>, slices: &mut [ModulePlan]) {
        for call in &self.calls {
            let launches = &slices[call.body.module as usize].launches;
            let launch = launches.iter().find(|launch| launch.function == call.body.function);
            let Some(body_name) = launch.map(|launch| launch.body_name.clone()) else { continue };
            let events = &inputs.function(call.caller).statements[call.statement.0 as usize].events;
            let span = |event: ValueId| events[event.0 as usize].span;
            let slice = &mut slices[call.caller.module as usize];
            if let Some(alias) = call.alias {
                let placing = self.placing(inputs, call);
                let import = BodyImport { alias, name: body_name.clone(), placing };
                if !slice.body_imports.contains(&import) {
                    slice.body_imports.push(import);
                }
            }
            slice.in_place.push(InPlaceCall {
                expression: span(call.event),
                call: span(call.event),
                callee: span(call.function),
                body_name,
                spelling: InPlaceSpelling::Here,
            });
        }
    }
}

/// Calls of bodies that run in place of a spawn and a wait.
pub(super) fn waited_in_place(
    program: &Program,
    inputs: &Inputs<'_>,
    key: FunctionKey,
    slice: &mut ModulePlan,
) {
    let tree = Tree::new(inputs.function(key));
    for call in &program.functions[&key].in_place {
        let Some(launch) = slice.launches.iter().find(|launch| launch.function == call.function) else {
            continue;
        };
        slice.in_place.push(InPlaceCall {
            expression: tree.span(call.statement, call.wait),
            call: tree.span(call.statement, call.call),
            callee: tree.span(call.statement, call.callee),
            body_name: launch.body_name.clone(),
            spelling: InPlaceSpelling::Waited,
        });
    }
}

/// Whether `stored` and `loaded`, a name in `function`, are one variable of `owner`.
fn is_same(owner: FunctionId, stored: &Name, function: FunctionId, loaded: &Name) -> bool {
    match (stored, loaded) {
        (Name::Local(stored), Name::Local(loaded)) => stored == loaded && function == owner,
        (Name::Local(stored), Name::Captured(of, loaded)) => stored == loaded && *of == owner,
        (Name::Global(stored), Name::Global(loaded)) => stored == loaded,
        _ => false,
    }
}

/// A call under inspection.
struct Site<'s, 'a> {
    inputs: &'s Inputs<'a>,
    caller: FunctionKey,
    statement: StatementId,
    event: ValueId,
    call: &'s HereCall,
}

impl Site<'_, '_> {
    fn event(&self, id: ValueId) -> &Event {
        &self.inputs.function(self.caller).statements[self.statement.0 as usize].events[id.0 as usize]
    }

    fn span(&self, id: ValueId) -> Span {
        self.event(id).span
    }

    /// How the caller comes to the body, and one of those that it may be.
    fn way(&self) -> Result<(Way, FunctionKey), Refusal> {
        let functions = &self.call.functions;
        let (Some((first, _)), false) = (functions.first_key_value(), self.call.is_open) else {
            return Err(Refusal::Unknown);
        };
        for function in functions.keys() {
            self.has_body(*function)?;
        }
        let other = functions.keys().nth(1);
        let way = match &self.event(self.call.function).op {
            Op::Load(name) => {
                if let Some(other) = other {
                    return Err(Refusal::Several(*first, *other));
                }
                self.by_name(name, *first)
            }
            Op::Attribute(_, name) => {
                let is_class_method =
                    |key: &FunctionKey| self.inputs.function(*key).method == MethodKind::Class;
                if let Some(other) = other.filter(|_| functions.keys().any(is_class_method)) {
                    return Err(Refusal::Several(*first, *other));
                }
                self.by_member(name)
            }
            _ => None,
        };
        let way = way.ok_or(Refusal::Unnamed(*first))?;
        if let Some((function, index)) =
            self.left_out().find(|(function, index)| !self.is_plain(*function, *index))
        {
            return Err(Refusal::Default(function, index));
        }
        Ok((way, *first))
    }

    /// Whether `function` is concurrent and has a body that a name leads to.
    fn has_body(&self, key: FunctionKey) -> Result<(), Refusal> {
        let function = self.inputs.function(key);
        let is_concurrent =
            |key: FunctionKey| matches!(self.inputs.function(key).marker, Some(Marker::Concurrent(_)));
        if !is_concurrent(key) {
            let is_mixed = self.call.functions.keys().any(|other| is_concurrent(*other));
            return Err(if is_mixed { Refusal::Mixed(key) } else { Refusal::Plain(key) });
        }
        let in_doubt = function
            .class
            .is_some_and(|class| launch::namesakes(self.inputs, ClassKey { module: key.module, class }) > 0);
        let hidden = launch::in_protocol(self.inputs, key.module, function);
        if launch::is_overload(function) {
            return Err(Refusal::Overloaded(key));
        }
        // An abstract method stands for those below it, whose bodies take one name.
        let has_below = self.call.functions.keys().any(|other| !launch::is_stub(self.inputs, *other));
        if in_doubt || hidden || (launch::is_stub(self.inputs, key) && !has_below) {
            return Err(Refusal::Bodiless(key));
        }
        Ok(())
    }

    fn by_name(&self, name: &Name, function: FunctionKey) -> Option<Way> {
        let facts = self.inputs.function(function);
        if facts.class.is_some() {
            return None;
        }
        let owner = match name {
            Name::Global(_) => FunctionId(0),
            Name::Local(_) => self.caller.function,
            Name::Captured(owner, _) => *owner,
            Name::ClassAttribute(..) => return None,
        };
        if function.module == self.caller.module {
            return (facts.parent == Some(owner)).then_some(Way::Beside);
        }
        if facts.parent != Some(FunctionId(0)) {
            return None;
        }
        let owner = FunctionKey { module: self.caller.module, function: owner };
        self.alias(owner, name, function).map(Way::Import)
    }

    /// The alias that binds `name`, of `owner`, to `function` straight from its own module.
    fn alias(&self, owner: FunctionKey, name: &Name, function: FunctionKey) -> Option<Span> {
        let bound = match name {
            Name::Captured(_, local) => Name::Local(*local),
            other => other.clone(),
        };
        let statements = self.inputs.function(owner).statements.iter();
        let mut stores = statements.flat_map(|statement| {
            statement.events.iter().filter_map(|event| match &event.op {
                Op::Store(stored, value) if *stored == bound => statement.events.get(value.0 as usize),
                _ => None,
            })
        });
        let (only, None) = (stores.next()?, stores.next()) else { return None };
        let Op::Import(import) = &only.op else { return None };
        let written = format!("{}{}", ".".repeat(import.level as usize), import.module);
        let from = Modules::new(self.inputs.modules).written(self.caller.module as usize, &written);
        let is_home = from == Some(function.module as usize);
        let is_it = import.name.as_deref() == Some(&self.inputs.function(function).name);
        (is_home && is_it).then_some(only.span)
    }

    fn by_member(&self, name: &str) -> Option<Way> {
        let mut functions = self.call.functions.keys();
        let is_method = |key: &FunctionKey| self.inputs.function(*key).class.is_some();
        match self.call.module {
            Some(module) => {
                let is_there = |key: &FunctionKey| {
                    let function = self.inputs.function(*key);
                    key.module == module && function.parent == Some(FunctionId(0)) && function.name == name
                };
                (self.call.functions.len() == 1 && functions.all(is_there)).then_some(Way::Member)
            }
            None => functions.all(is_method).then_some(Way::Member),
        }
    }

    fn arguments(&self) -> &[Argument] {
        match &self.event(self.event).op {
            Op::Call(_, arguments) => arguments,
            _ => &[],
        }
    }

    /// Parameters with defaults that the call may leave to them.
    fn left_out(&self) -> impl Iterator<Item = (FunctionKey, u32)> {
        let arguments = self.arguments();
        let spread = arguments
            .iter()
            .any(|argument| matches!(argument.kind, ArgumentKind::Rest | ArgumentKind::KeywordRest));
        let positional =
            arguments.iter().filter(|argument| argument.kind == ArgumentKind::Positional).count();
        self.call.functions.iter().flat_map(move |(key, bound)| {
            let params = self.inputs.function(*key).params.iter().enumerate();
            let filled = positional + *bound as usize;
            params
                .filter(move |(index, param)| {
                    let is_named = arguments.iter().any(
                        |argument| matches!(&argument.kind, ArgumentKind::Keyword(name) if *name == param.name),
                    );
                    let by_place = *index < filled && param.kind != ParamKind::KeywordOnly;
                    param.default.is_some() && (spread || !(is_named || by_place))
                })
                .map(|(index, _)| (*key, index as u32))
        })
    }

    /// Whether evaluating a default twice gives the same object: a constant, or a name.
    fn is_plain(&self, key: FunctionKey, index: u32) -> bool {
        let function = self.inputs.function(key);
        let Some(span) = function.params[index as usize].default_span else { return true };
        let Some(parent) = function.parent else { return false };
        let parent = self.inputs.function(FunctionKey { module: key.module, function: parent });
        if matches!(parent.kind, FunctionKind::Lambda | FunctionKind::GeneratorExpression) {
            return false;
        }
        let events = parent.statements.iter().flat_map(|statement| &statement.events);
        let mut inside = events.filter(|event| span.contains(event.span)).peekable();
        let constant = |constant: &Constant| {
            matches!(constant, Constant::None | Constant::Number | Constant::Zero | Constant::Text)
        };
        inside.peek().is_some()
            && inside.all(|event| match &event.op {
                Op::Constant(kind) => constant(kind),
                Op::Load(_) | Op::Word(_) | Op::Attribute(..) => true,
                Op::Operate(operator, _) => operator.0 == "neg",
                _ => false,
            })
    }
}
