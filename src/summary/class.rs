//! `class` statements: bases, attributes, fields; the body as a function.

use super::annotation::dotted_type;
use super::ir::{
    Class, ClassId, FunctionId, FunctionKind, GlobalName, Op, StatementId, StatementKind, TypeRef,
};
use super::lower::{Draft, Lowering};
use crate::python::ast::{Expr, StmtAnnAssign, StmtClassDef};
use crate::python::{BindingKind, Declared, Ranged, ScopeId, Symbol, span_of};

impl Lowering<'_> {
    /// A `class` statement, and the class that it makes.
    pub(super) fn class(&mut self, class: &StmtClassDef) -> StatementId {
        let span = span_of(class.range());
        let mut open = self.open(span);
        let decorators = self.decorators(&class.decorator_list, span);
        let outside = self.type_parameters(class.type_params.as_deref());
        if let Some(arguments) = &class.arguments {
            self.in_scope(outside, |lowering| lowering.arguments(arguments));
        }
        let id = self.class_facts(class, outside);
        self.made(Op::Class(id), span, decorators, span_of(class.name.range()), class.name.as_str());
        self.close_header(&mut open);
        self.class_body(class, id);
        self.close(open, StatementKind::Class(id))
    }

    /// What is known of a class without its methods.
    fn class_facts(&mut self, class: &StmtClassDef, outside: ScopeId) -> ClassId {
        let scope = self.scope_of(span_of(class.range()));
        let id = ClassId(self.summary.classes.len() as u32);
        let arguments = class.arguments.as_deref();
        let bases = arguments.map_or(Vec::new(), |arguments| {
            arguments.args.iter().map(|base| self.type_ref(base, outside)).collect()
        });
        let mut decorators: Vec<TypeRef> = class
            .decorator_list
            .iter()
            .map(|decorator| dotted_type(self, &decorator.expression, self.frame.scope))
            .collect();
        for keyword in arguments.map_or(&[][..], |arguments| &arguments.keywords) {
            if keyword.arg.as_ref().is_some_and(|name| name.as_str() == "metaclass") {
                decorators.push(self.type_ref(&keyword.value, outside));
            }
        }
        let symbols = self.scopes.get(scope).symbols().iter();
        let facts = Class {
            name: class.name.to_string(),
            qualname: self.qualname(class.name.as_str()),
            name_span: span_of(class.name.range()),
            body: FunctionId(self.summary.functions.len() as u32),
            parent: self.frame.id,
            bases,
            decorators,
            methods: Vec::new(),
            attributes: symbols.filter_map(attribute).collect(),
            fields: Vec::new(),
        };
        self.summary.classes.push(facts);
        id
    }

    fn class_body(&mut self, class: &StmtClassDef, id: ClassId) {
        let span = span_of(class.range());
        let name_span = span_of(class.name.range());
        let scope = self.scope_of(span);
        let kind = FunctionKind::ClassBody(id);
        let draft = Draft { name: class.name.as_str(), span, name_span, kind, params: Vec::new() };
        self.function(draft, scope, |lowering| {
            let body = lowering.frame.id;
            lowering.class_mut(id).body = body;
            lowering.claim_class(scope, id);
            lowering.block(&class.body)
        });
    }

    /// `x: T` in a class body and `self.x: T` in a method tell the type of a field.
    pub(super) fn note_field(&mut self, statement: &StmtAnnAssign, annotation: &TypeRef) {
        let function = &self.summary.functions[self.frame.id.0 as usize];
        let (class, name) = match (&*statement.target, function.kind, function.class) {
            (Expr::Name(name), FunctionKind::ClassBody(class), _) if statement.value.is_none() => {
                (class, name.id.as_str())
            }
            (Expr::Attribute(attribute), FunctionKind::Def, Some(class)) => {
                let Expr::Name(object) = &*attribute.value else { return };
                let is_self = function.params.first().is_some_and(|first| first.name == object.id.as_str());
                if !is_self {
                    return;
                }
                (class, attribute.attr.as_str())
            }
            _ => return,
        };
        let name = self.mangled(name);
        let fields = &mut self.class_mut(class).fields;
        if !fields.iter().any(|known| known.0 == name) {
            fields.push((name, annotation.clone()));
        }
    }
}

/// A class attribute: a name that the body binds and that is not only a method.
fn attribute(symbol: &Symbol) -> Option<GlobalName> {
    if symbol.declared != Declared::No {
        return None;
    }
    let bound = symbol
        .bindings
        .iter()
        .find(|binding| !matches!(binding.kind, BindingKind::Annotation | BindingKind::Function))?;
    Some(GlobalName { name: symbol.name.clone(), span: bound.span, annotation: None })
}
