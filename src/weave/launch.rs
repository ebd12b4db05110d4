//! Launches: the statement of a wrapper that starts its body and returns the future.
//!
//! ```python
//! return _executor.submit(_record_body, page, n)             # a pool of the module
//! return _spawn(_record_body, page, n)                       # a thread a call
//! return _spawn_as("poller", True, _poll_body)               # the same, with a name and a daemon flag
//! return _executor.submit(self.__deposit_body, amount)       # a method, by its private name
//! return _executor.submit(lambda: _call_body(f, *args))      # parameters that type checkers can't follow through submit
//! future: Future[int] = pool.submit(_record_body, page, n)   # an executor without types
//! return _logged(_executor.submit(_record_body, page, n))    # on_error="log"
//! return _stand_in(_executor.submit(_load_body, page), Page) # transparent=True
//! ```

use super::Weaver;
use super::argument::Early;
use super::decorators::{BodySignature, Decorators};
use super::helper::Helper;
use super::layout::Margin;
use super::names::Import;
use super::signature::{self, Receiver};
use super::{needs, stand_in, template, type_variable};
use crate::options::Switch;
use crate::plan::{Launch, LaunchKind};
use crate::python::ast;
use crate::summary::{Function, FunctionKind, MethodKind, ModuleSummary, Name, TypeRef};
use crate::text::Span;

/// Where the body of a function is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Next to the wrapper.
    Beside,
    /// Inside the wrapper, under this name: in a Protocol, which would take a method for a member of it.
    Inside(String),
}

/// Where the body of `launch` goes.
pub(super) fn home(weaver: &Weaver<'_>, launch: &Launch) -> Home {
    let facts = weaver.summary.functions.get(launch.function.0 as usize);
    let class =
        facts.and_then(|facts| facts.class).and_then(|class| weaver.summary.classes.get(class.0 as usize));
    if class.is_some_and(|class| class.bases.iter().any(is_protocol)) {
        return Home::Inside(format!("_{}", launch.body_name.trim_start_matches('_')));
    }
    Home::Beside
}

/// The name of the body of `launch` where it stands next to the wrapper.
///
/// A class method that must pickle is reached through `cls`, under a name without Python's mangling: the class's own name is in
/// it, so that no body of a class below takes its place.
pub(super) fn body_name(weaver: &Weaver<'_>, launch: &Launch) -> String {
    let plain = launch.body_name.clone();
    let Some(facts) = weaver.summary.functions.get(launch.function.0 as usize) else { return plain };
    if facts.method != MethodKind::Class || plain.starts_with("__") || !plain.starts_with('_') {
        return plain;
    }
    let classes = &weaver.summary.classes;
    let Some((at, class)) = facts.class.and_then(|id| Some((id.0 as usize, classes.get(id.0 as usize)?)))
    else {
        return plain;
    };
    let earlier = classes.iter().take(at).filter(|other| other.name == class.name).count();
    let namesakes = earlier.max(usize::from(class.bases.iter().any(|base| is_named(base, &class.name))));
    let stem = class.name.trim_start_matches('_').to_lowercase();
    let wanted = format!("_{stem}{plain}");
    let taken = |name: &String| {
        weaver.summary.identifiers.binary_search(name).is_ok()
            || weaver.plan.launches.iter().any(|other| other.body_name == *name)
    };
    let mut numbered = (namesakes + 1..).map(|number| match number {
        1 => wanted.clone(),
        _ => format!("{wanted}_{number}"),
    });
    numbered.find(|name| !taken(name)).unwrap_or(plain)
}

/// Whether the function of `launch` implements what overloads of its name declare.
pub(super) fn implements_overloads(summary: &ModuleSummary, launch: &Launch) -> bool {
    let is_overload = |function: &Function| {
        function.decorators.iter().any(|name| name.rsplit('.').next() == Some("overload"))
    };
    let Some(facts) = summary.functions.get(launch.function.0 as usize) else { return false };
    let mut namesakes = summary.functions.iter().filter(|other| other.qualname == facts.qualname);
    !is_overload(facts) && namesakes.any(is_overload)
}

/// Whether the last part of `base` is `name`.
fn is_named(base: &TypeRef, name: &str) -> bool {
    match base {
        TypeRef::Name(Name::Global(first), path) => path.last().unwrap_or(first) == name,
        TypeRef::Generic(base, _) => is_named(base, name),
        _ => false,
    }
}

fn is_protocol(base: &TypeRef) -> bool {
    match base {
        TypeRef::Name(Name::Global(name), path) => path.last().unwrap_or(name) == "Protocol",
        TypeRef::Generic(base, _) => is_protocol(base),
        _ => false,
    }
}

/// How a body is named in a call, and with what.
struct Call {
    /// `_record_body`, `self.__deposit_body`
    body: String,
    /// `page, n`
    arguments: String,
}

/// The statement, laid out, with its line end.
pub(super) fn submit(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    decorators: &Decorators,
    launch: &Launch,
    early: &[Early],
    margin: &Margin,
) -> String {
    let call = call(weaver, def, decorators, launch);
    let spelled = |span: Span| match early.iter().find(|argument| argument.expression == span) {
        Some(argument) => argument.spelled.clone(),
        None => as_operand(weaver.module.slice(span)),
    };
    let text = |span: Option<Span>| span.map(spelled);
    let (mut name, mut daemon) = (None, None);
    let annotation = type_of_future(weaver, def, decorators);
    let (form, executor) = match launch.kind {
        LaunchKind::Pool(pool) => {
            let pool = weaver.plan.pools.get(pool.0 as usize);
            let is_deferred = launch.context == Switch::Off
                && (signature::has_variadic_types(&def.parameters)
                    || type_variable::is_of_keywords(weaver.module, def));
            let form = if is_deferred { template::WRAPPER_POOL_DEFERRED } else { template::WRAPPER_POOL };
            (form, pool.map_or("", |pool| pool.name.as_str()).to_owned())
        }
        LaunchKind::Executor { expression, is_asked, is_typed } => {
            let is_wrapped = [launch.log_errors, launch.transparent].contains(&Switch::On);
            let is_returned = is_typed == Switch::On || is_wrapped || annotation.is_none();
            let form = if is_returned { template::WRAPPER_POOL } else { template::WRAPPER_POOL_UNTYPED };
            (form, executor(&spelled(expression), is_asked))
        }
        LaunchKind::Thread { name: own_name, daemon: own_daemon } => {
            (name, daemon) = (text(own_name), text(own_daemon));
            let is_named = needs::names_its_thread(launch);
            (if is_named { template::WRAPPER_NAMED_THREAD } else { template::WRAPPER_THREAD }, String::new())
        }
        LaunchKind::Stub => return String::new(),
    };
    let name = name.unwrap_or_else(|| format!("\"{}\"", launch.body_name));
    let daemon = daemon.unwrap_or_else(|| "False".to_owned());
    let future = local_for_future(def);
    let holes = [
        ("ANNOTATION", annotation.as_deref().unwrap_or_default()),
        ("FUTURE", &future),
        ("ARGUMENTS", call.arguments.as_str()),
        ("BODY", &call.body),
        ("DAEMON", &daemon),
        ("EXECUTOR", &executor),
        ("LOGGED", weaver.names.helper(Helper::Logged)),
        ("NAME", &name),
        ("SPAWN", weaver.names.helper(Helper::Spawn)),
        ("SPAWN_AS", weaver.names.helper(Helper::SpawnAs)),
        ("STAND_IN", weaver.names.helper(Helper::StandIn)),
    ];
    let kind = stand_in::kind(weaver, launch).unwrap_or_default();
    let around =
        [(launch.log_errors, template::WRAPPER_LOGGED), (launch.transparent, template::WRAPPER_STAND_IN)];
    let around = around.into_iter().filter(|(asked, _)| *asked == Switch::On).map(|(_, form)| form);
    let mut forms: Vec<&str> = std::iter::once(form).chain(around).collect();
    let outermost = forms.pop().unwrap_or(form);
    let mut started = String::new();
    for form in forms {
        started = template::returned(form, &with_started(&holes, &started));
    }
    let mut holes = with_started(&holes, &started);
    holes.push(("KIND", &kind));
    template::suite(outermost, &holes, margin)
}

/// `holes`, and what a form has around it.
fn with_started<'h>(holes: &[(&'h str, &'h str)], started: &'h str) -> Vec<(&'h str, &'h str)> {
    holes.iter().copied().chain([("STARTED", started)]).collect()
}

/// The executor that `spelled` is or, where it is asked, gives; of a lambda its inside is that.
fn executor(spelled: &str, is_asked: Switch) -> String {
    let inside = spelled.strip_prefix("(lambda").and_then(|rest| rest.trim_start().strip_prefix(':'));
    match (inside, is_asked) {
        (Some(inside), _) => {
            let inside = inside.strip_suffix(')').unwrap_or(inside).trim();
            let is_plain = !inside.contains(['"', '\'', '#']);
            match inside.contains('\n') && is_plain {
                true => as_operand(&inside.split_whitespace().collect::<Vec<_>>().join(" ")),
                false => as_operand(inside),
            }
        }
        (None, Switch::On) => format!("{spelled}()"),
        (None, Switch::Off) => spelled.to_owned(),
    }
}

/// A name for a local that no parameter has.
fn local_for_future(def: &ast::StmtFunctionDef) -> String {
    let is_taken = |name: &String| def.parameters.iter().any(|parameter| parameter.name().as_str() == name);
    let mut names = std::iter::successors(Some("future".to_owned()), |name| Some(format!("{name}_")));
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

/// What checkers are told that a wrapper gives, where the source has said it: `Future[int]`.
fn type_of_future(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    decorators: &Decorators,
) -> Option<String> {
    let result = match (&def.returns, decorators.body_signature) {
        (Some(returns), BodySignature::AsWritten) => signature::expression(weaver, returns),
        (_, BodySignature::Unknown) if needs::is_annotated(def) => weaver.name(Import::ANY).to_owned(),
        _ => return None,
    };
    let result = result.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{}[{result}]", weaver.name(Import::FUTURE)))
}

/// `expression` such that an attribute of it can be taken.
fn as_operand(expression: &str) -> String {
    if expression.starts_with(['"', '\'']) {
        return expression.to_owned();
    }
    let is_simple =
        expression.chars().all(|character| character.is_alphanumeric() || "_.[]\"'".contains(character));
    let is_call = expression.ends_with(')') && !expression.contains(' ');
    if is_simple || is_call || is_in_brackets(expression) {
        return expression.to_owned();
    }
    format!("({expression})")
}

/// Whether the bracket that `expression` starts with closes at its end.
fn is_in_brackets(expression: &str) -> bool {
    let mut depth = 0;
    let closes = expression.char_indices().find(|(_, character)| {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    // Brackets in string literals don't count, so those that may have some are none.
    expression.starts_with('(')
        && !expression.contains(['"', '\''])
        && closes.is_some_and(|(at, _)| at + 1 == expression.len())
}

fn call(weaver: &Weaver<'_>, def: &ast::StmtFunctionDef, decorators: &Decorators, launch: &Launch) -> Call {
    let facts = weaver.summary.functions.get(launch.function.0 as usize);
    let (owner, bound) = match (home(weaver, launch), facts) {
        (Home::Beside, Some(facts)) => owner(weaver, def, launch, facts),
        _ => (None, Receiver::Forwarded),
    };
    let body_name = match home(weaver, launch) {
        Home::Beside => body_name(weaver, launch),
        Home::Inside(name) => name,
    };
    let mut body = owner.map_or(body_name.clone(), |owner| format!("{owner}.{body_name}"));
    if launch.context == Switch::On {
        body = format!("{}({body})", weaver.names.helper(Helper::InContext));
    }
    let arguments = match decorators.body_signature {
        BodySignature::AsWritten => {
            signature::arguments(&def.parameters, bound, innermost_class(weaver, facts))
        }
        BodySignature::Unknown => match signature::receiver(&def.parameters) {
            Some(receiver) if is_method(facts) && bound == Receiver::Forwarded => {
                format!("{receiver}, *args, **kwargs")
            }
            _ => "*args, **kwargs".to_owned(),
        },
    };
    Call { body, arguments }
}

/// The name of the class around a function, through the functions between them.
fn innermost_class<'a>(weaver: &Weaver<'a>, facts: Option<&'a Function>) -> Option<&'a str> {
    let functions = &weaver.summary.functions;
    let parents = std::iter::successors(facts, |facts| functions.get(facts.parent?.0 as usize));
    let mut classes = parents.filter_map(|facts| match facts.kind {
        FunctionKind::ClassBody(class) => weaver.summary.classes.get(class.0 as usize),
        _ => None,
    });
    classes.next().map(|class| class.name.as_str())
}

/// Whether the first parameter is bound by an attribute access.
pub(super) fn is_method(facts: Option<&Function>) -> bool {
    facts.is_some_and(|facts| !matches!(facts.method, MethodKind::None | MethodKind::Static))
}

/// What the body is an attribute of, and whether that binds its first parameter.
fn owner(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
    facts: &Function,
) -> (Option<String>, Receiver) {
    let is_private = launch.body_name.starts_with("__");
    match (facts.method, signature::receiver(&def.parameters)) {
        (MethodKind::None, _) => (None, Receiver::Forwarded),
        (MethodKind::Class, Some(receiver)) => (Some(receiver), Receiver::Bound),
        (MethodKind::Instance | MethodKind::Property | MethodKind::Setter, Some(receiver)) if is_private => {
            (Some(receiver), Receiver::Bound)
        }
        _ => {
            let path = class_path(weaver, facts);
            // A checker knows nothing of what a generic class holds, unless it is said.
            let arguments = match needs::is_annotated(def) && facts.class.is_some() {
                true => type_variable::arguments(weaver, facts).unwrap_or_default(),
                false => String::new(),
            };
            (Some(format!("{path}{arguments}")), Receiver::Forwarded)
        }
    }
}

/// What a method reaches attributes of its class by.
pub(super) fn owner_of_attributes(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    facts: &Function,
) -> String {
    match signature::receiver(&def.parameters) {
        Some(receiver) if is_method(Some(facts)) => receiver,
        _ => class_path(weaver, facts),
    }
}

/// The type of `self` or `cls` in a body inside its wrapper, which is no method any more: the class, unless that is generic or the
/// function has no types.
pub(super) fn receiver_type(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    launch: &Launch,
) -> Option<String> {
    let facts = weaver.summary.functions.get(launch.function.0 as usize)?;
    let class = weaver.summary.classes.get(facts.class?.0 as usize)?;
    let is_generic = class.bases.iter().any(|base| matches!(base, TypeRef::Generic(..)));
    let first = def.parameters.posonlyargs.first().or(def.parameters.args.first())?;
    if is_generic || first.annotation().is_some() || !needs::is_annotated(def) {
        return None;
    }
    match facts.method {
        MethodKind::Instance => Some(class_path(weaver, facts)),
        MethodKind::Class => Some(format!("type[{}]", class_path(weaver, facts))),
        _ => None,
    }
}

/// The expression for the class of a method, inside that method: `Outer.Inner`. A private class stands in its outer one under the name
/// that Python makes of it there.
fn class_path(weaver: &Weaver<'_>, facts: &Function) -> String {
    let class = facts.class.and_then(|class| weaver.summary.classes.get(class.0 as usize));
    let path = class.map_or("", |class| class.qualname.as_str());
    let mut outer = "";
    let mut parts = Vec::new();
    for part in path.rsplit("<locals>.").next().unwrap_or(path).split('.') {
        let is_private = !outer.is_empty() && part.starts_with("__") && !part.ends_with("__");
        parts.push(if is_private { format!("_{outer}{part}") } else { part.to_owned() });
        outer = part.trim_start_matches('_');
    }
    parts.join(".")
}
