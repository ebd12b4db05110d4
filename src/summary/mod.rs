//! One module to its `ModuleSummary`: plain facts, a small IR that `program` and `plan` read in place of syntax.
//!
//! A summary depends on its file's bytes alone, so it can be made anywhere, in any order, and cached. Must not know files
//! or other modules: relative imports and type names stay unresolved.

mod ir;

pub use ir::{
    Argument, ArgumentKind, Block, Class, ClassId, Constant, Event, Function, FunctionId, FunctionKind,
    GlobalName, Handler, ImportRef, Local, LocalId, MethodKind, ModuleSummary, Name, Narrowing, Op, Operator,
    Param, ParamKind, Statement, StatementId, StatementKind, Suspends, TypeRef, ValueId,
};
