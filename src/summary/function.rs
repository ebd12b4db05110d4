//! `def` statements: parameters, decorators, how a method is bound.

use super::annotation::dotted;
use super::ir::{
    Argument, ArgumentKind, ClassId, Constant, FunctionId, FunctionKind, MethodKind, Op, Param, ParamKind,
    StatementId, StatementKind, Suspends, ValueId,
};
use super::lower::{Draft, Lowering};
use crate::options::Switch;
use crate::python::ast::{
    AnyParameterRef, Decorator, Expr, Keyword, Parameters, StmtFunctionDef, TypeParams, UnaryOp,
};
use crate::python::{Ranged, ScopeId, span_of};
use crate::text::Span;

impl Lowering<'_> {
    /// A `def` statement, and the function that it makes.
    pub(super) fn def(&mut self, def: &StmtFunctionDef) -> StatementId {
        let span = span_of(def.range());
        let mut open = self.open(span);
        let decorators = self.decorators(&def.decorator_list, span);
        self.defaults(&def.parameters);
        let id = self.def_function(def);
        self.made(Op::Closure(id, None), span, decorators, span_of(def.name.range()), def.name.as_str());
        self.close_header(&mut open);
        self.close(open, StatementKind::Def(id))
    }

    /// The events behind a `def` or `class`: it is made, given to its decorators from the innermost one on, and stored.
    pub(super) fn made(
        &mut self,
        op: Op,
        span: Span,
        decorators: Vec<(Span, ValueId)>,
        name_span: Span,
        name: &str,
    ) {
        let made = self.event(span, op);
        let mut decorated = made;
        for (span, decorator) in decorators.into_iter().rev() {
            let argument = Argument { kind: ArgumentKind::Positional, value: decorated };
            decorated = self.event(span, Op::Call(decorator, vec![argument]));
        }
        let name = self.name(name);
        self.event(name_span, Op::Store(name, made));
    }

    /// Evaluates decorators; of ours nothing runs but the expression of an executor.
    pub(super) fn decorators(&mut self, list: &[Decorator], statement: Span) -> Vec<(Span, ValueId)> {
        let marks: Vec<Span> = match self.marks.functions.get(&statement.start) {
            Some(markings) => markings.iter().map(|marking| marking.decorator).collect(),
            None => Vec::new(),
        };
        let mut others = Vec::new();
        for decorator in list {
            let span = span_of(decorator.range());
            if marks.contains(&span) {
                self.executor(&decorator.expression);
            } else {
                others.push((span, self.expression(&decorator.expression)));
            }
        }
        others
    }

    /// Evaluates `executor=` of a marker of ours.
    fn executor(&mut self, marker: &Expr) {
        let Expr::Call(call) = marker else { return };
        let is_executor =
            |keyword: &&Keyword| keyword.arg.as_ref().is_some_and(|name| name.as_str() == "executor");
        if let Some(executor) = call.arguments.keywords.iter().find(is_executor) {
            self.expression(&executor.value);
        }
    }

    fn def_function(&mut self, def: &StmtFunctionDef) -> FunctionId {
        let span = span_of(def.range());
        let outside = self.type_parameters(def.type_params.as_deref());
        let params = self.parameters(&def.parameters, outside);
        let returns = def.returns.as_ref().map(|returns| self.type_ref(returns, outside));
        let decorators: Vec<String> = def
            .decorator_list
            .iter()
            .map(|decorator| dotted(&decorator.expression).unwrap_or_default())
            .collect();
        let class = self.enclosing_class();
        let method =
            if class.is_some() { method_kind(def.name.as_str(), &decorators) } else { MethodKind::None };
        if let Some(class) = class {
            self.register_method(class, def, method);
        }
        let name_span = span_of(def.name.range());
        let draft = Draft { name: def.name.as_str(), span, name_span, kind: FunctionKind::Def, params };
        let scope = self.scope_of(span);
        let id = self.function(draft, scope, |lowering| {
            let id = lowering.frame.id;
            let marker = lowering.marker(span.start);
            let is_synchronized = lowering.marks.synchronized.contains(&span.start);
            let function = lowering.function_mut(id);
            function.class = class;
            function.method = method;
            function.returns = returns;
            function.decorators = decorators;
            function.marker = marker;
            if is_synchronized {
                function.serial = Switch::On;
            }
            lowering.block(&def.body)
        });
        if def.is_async {
            self.function_mut(id).suspends = Suspends::Async;
        }
        id
    }

    /// The marker on the `def` at `offset`; `@concurrent` goes before `@atomic`.
    fn marker(&self, offset: u32) -> Option<crate::python::Marker> {
        let markings = self.marks.functions.get(&offset)?;
        let concurrent =
            markings.iter().find(|marking| matches!(marking.marker, crate::python::Marker::Concurrent(_)));
        concurrent.or(markings.first()).map(|marking| marking.marker.clone())
    }

    /// The class whose body is being lowered.
    fn enclosing_class(&self) -> Option<ClassId> {
        match self.summary.functions.get(self.frame.id.0 as usize)?.kind {
            FunctionKind::ClassBody(class) => Some(class),
            _ => None,
        }
    }

    /// Puts the function that comes next into its class's table; a setter leaves the getter's place alone.
    fn register_method(&mut self, class: ClassId, def: &StmtFunctionDef, method: MethodKind) {
        let id = FunctionId(self.summary.functions.len() as u32);
        let name = self.mangled(def.name.as_str());
        let methods = &mut self.class_mut(class).methods;
        match methods.iter_mut().find(|known| known.0 == name) {
            Some(_) if method == MethodKind::Setter => {}
            Some(known) => known.1 = id,
            None => methods.push((name, id)),
        }
    }

    /// Makes `[T]` locals of the current function; gives the scope that annotations are read in.
    pub(super) fn type_parameters(&mut self, list: Option<&TypeParams>) -> ScopeId {
        let Some(list) = list else { return self.frame.scope };
        let scope = self.scope_of(span_of(list.range()));
        self.claim_locals(scope);
        scope
    }

    /// Evaluates defaults, in order.
    pub(super) fn defaults(&mut self, parameters: &Parameters) {
        for default in parameters.iter_non_variadic_params().filter_map(|parameter| parameter.default()) {
            self.expression(default);
        }
    }

    /// The parameters in source order; annotations are read in `scope`.
    pub(super) fn parameters(&mut self, list: &Parameters, scope: ScopeId) -> Vec<Param> {
        let positional_only = list.posonlyargs.len();
        let keyword_from = positional_only + list.args.len();
        let mut plain = 0;
        let mut params = Vec::new();
        for parameter in list.iter_source_order() {
            let (kind, default, default_span) = match parameter {
                AnyParameterRef::NonVariadic(with_default) => {
                    let kind = match plain {
                        place if place < positional_only => ParamKind::PositionalOnly,
                        place if place < keyword_from => ParamKind::Positional,
                        _ => ParamKind::KeywordOnly,
                    };
                    plain += 1;
                    let default = with_default.default();
                    (kind, default.map(constant_kind), default.map(|default| span_of(default.range())))
                }
                AnyParameterRef::Variadic(variadic) => {
                    let rest = list.vararg.as_deref().is_some_and(|vararg| std::ptr::eq(vararg, variadic));
                    (if rest { ParamKind::Rest } else { ParamKind::KeywordRest }, None, None)
                }
            };
            params.push(Param {
                name: self.mangled(parameter.name().as_str()),
                kind,
                annotation: parameter.annotation().map(|annotation| self.type_ref(annotation, scope)),
                default,
                default_span,
                span: span_of(parameter.range()),
            });
        }
        params
    }
}

/// How a function of this name with these decorators is bound in a class.
fn method_kind(name: &str, decorators: &[String]) -> MethodKind {
    for decorator in decorators {
        match decorator.rsplit('.').next().unwrap_or("") {
            "staticmethod" => return MethodKind::Static,
            "classmethod" => return MethodKind::Class,
            "property" | "cached_property" | "abstractproperty" | "getter" => return MethodKind::Property,
            "setter" | "deleter" => return MethodKind::Setter,
            _ => {}
        }
    }
    match name {
        "__new__" => MethodKind::Static,
        "__init_subclass__" | "__class_getitem__" => MethodKind::Class,
        _ => MethodKind::Instance,
    }
}

/// What kind of object an expression makes, as far as its form tells.
fn constant_kind(expr: &Expr) -> Constant {
    match expr {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::EllipsisLiteral(_) => Constant::Number,
        Expr::UnaryOp(operation) if operation.op != UnaryOp::Not => constant_kind(&operation.operand),
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::FString(_) => Constant::Text,
        Expr::Tuple(_) => Constant::Tuple,
        Expr::List(_) | Expr::ListComp(_) => Constant::List,
        Expr::Dict(_) | Expr::DictComp(_) => Constant::Dict,
        Expr::Set(_) | Expr::SetComp(_) => Constant::Set,
        _ => Constant::Other,
    }
}
