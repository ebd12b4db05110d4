//! Python in, a compact dump of the IR out: `%3` is the value of event 3 of the statement, `@x` a global, `x^1` a local of
//! function 1, `?` what may be left out or run more than once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::dump::{dump, type_text};
use super::*;
use crate::python::parse;
use crate::text::FileId;

fn summary(source: &str) -> ModuleSummary {
    let module = parse(FileId(0), source.to_owned()).unwrap();
    let (markers, diagnostics) = crate::python::markers(&module);
    assert_eq!(diagnostics, []);
    summarize(&module, &markers)
}

fn ir(source: &str) -> String {
    dump(&summary(source.trim_start()))
}

#[test]
fn marked_function_and_its_module() {
    let source = r#"
from lockweave import concurrent

hits = {}

@concurrent
def record(page, n: int = 1) -> int:
    global total
    hits[page] = hits.get(page, 0) + 1
    total += 1
    return total
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      do | 
      do | 0:Dict()  1:@hits=%0
      def #1 | 0:Number  1:closure #1()  2:@record=%1
    #1 record(page, n)
      do | 
      do | 0:@hits  1:%0.get  2:page  3:Zero  4:call %1(%2, %3)  5:Number  6:add(%4, %5)  7:@hits  8:page  9:%7[%8]=%6
      do | 0:@total  1:Number  2:iadd(%0, %1)  3:@total=%2
      return %0 | 0:@total
    ");
}

#[test]
fn imports_bind_what_python_binds() {
    let source = r#"
import a.b, c.d as e
from . import x
from .m import y as z
from q import *
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>()
  do | 0:import a.b  1:@a=%0  2:import c.d  3:@e=%2
  do | 0:import .:x  1:@x=%0
  do | 0:import .m:y  1:@z=%0
  do | 0:import q

"#);
}

#[test]
fn unpacking_takes_out_first_and_stores_after() {
    let source = r#"
def f(a, *, b=[], **k):
    (x, [y, *z]), a.t[0] = g()
    for i, j in a: pass
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      def #1 | 0:List()  1:closure #1()  2:@f=%1
    #1 f(a, b, k) locals x y z i j
      do | 0:@g  1:call %0()  2:%1[]  3:%1[]  4:%2[]  5:%2[]  6:x=%4  7:%5[]  8:%5[]  9:List(%8)  10:y=%7  11:z=%9  12:a  13:%12.t  14:Zero  15:%13[%14]=%3
      for %0 | 0:a  1:next %0  2:%1[]  3:%1[]  4:i=%2  5:j=%3
        do |
    ");
}

#[test]
fn places_are_evaluated_once() {
    let source = r#"
def f(a, x):
    a.n += 1
    a[x:] = a[1, x] = 2
    a[x] *= 3
    del a[0], x, a.q
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      def #1 | 0:closure #1()  1:@f=%0
    #1 f(a, x)
      do | 0:a  1:%0.n  2:Number  3:iadd(%1, %2)  4:%0.n=%3
      do | 0:Number  1:a  2:x  3:slice(%2)  4:%1[%3]=%0  5:a  6:Number  7:x  8:Tuple(%6, %7)  9:%5[%8]=%0
      do | 0:a  1:x  2:%0[%1]  3:Number  4:imul(%2, %3)  5:%0[%1]=%4
      do | 0:a  1:Zero  2:del %0[%1]  3:del x  4:a  5:del %4.q
    ");
}

#[test]
fn what_may_be_left_out_is_conditional() {
    let source = r#"
def f(a, x, y):
    assert a, f"no {a!r:>{x}} {y=}"
    return a < x <= y if y else not a or x and -y
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      def #1 | 0:closure #1()  1:@f=%0
    #1 f(a, x, y)
      do | 0:a  1:bool(%0)  2:a?  3:x?  4:format(%3)?  5:format(%2, %4)?  6:y?  7:format(%6)?  8:concat(%5, %7)?
      return %15 | 0:y  1:bool(%0)  2:a?  3:x?  4:lt(%2, %3)?  5:y?  6:le(%3, %5)?  7:choose(%4, %6)?  8:a?  9:bool(%8)?  10:x?  11:y?  12:neg(%11)?  13:choose(%10, %12)?  14:choose(%9, %13)?  15:choose(%7, %14)
    ");
}

#[test]
fn comprehensions_are_inlined() {
    let source = r#"
def f(xs):
    r = [x for x in xs if x for y in x]
    return {k: v for k, v in r}
ys = [x for x in range(3)]
fs = [lambda: x for x in ys]
zs = [last := v for v in ys]
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>() locals x x v
      def #1 | 0:closure #1()  1:@f=%0
      do | 0:@range  1:Number  2:call %0(%1)  3:next %2?  4:x=%3?  5:x?  6:List(%5)  7:@ys=%6
      do | 0:@ys  1:next %0?  2:x=%1?  3:closure #2()?  4:List(%3)  5:@fs=%4
      do | 0:@ys  1:next %0?  2:v=%1?  3:v?  4:@last=%3?  5:List(%3)  6:@zs=%5
    #1 f(xs) locals r x y k v
      do | 0:xs  1:next %0?  2:x=%1?  3:x?  4:bool(%3)?  5:x?  6:next %5?  7:y=%6?  8:x?  9:List(%8)  10:r=%9
      return %8 | 0:r  1:next %0?  2:%1[]?  3:%1[]?  4:k=%2?  5:v=%3?  6:k?  7:v?  8:Dict(%6, %7)
    #2 <lambda>()
      return %0 | 0:x^0
    ");
}

#[test]
fn generator_expressions_and_lambdas_run_later() {
    let source = r#"
def f(xs):
    return sum(x * y for x in xs if x > 1 for y in xs), lambda q=1: q + len(xs)
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>()
  def #1 | 0:closure #1()  1:@f=%0
#1 f(xs)
  return %6 | 0:@sum  1:xs  2:closure #2(%1)  3:call %0(%2)  4:Number  5:closure #3()  6:Tuple(%3, %5)
#2 f.<locals>.<genexpr>(.0) locals x y
  for %0 | 0:.0  1:next %0  2:x=%1
    if %2 narrows x | 0:x  1:Number  2:gt(%0, %1)
      for %0 | 0:xs^1  1:next %0  2:y=%1
        do | 0:x  1:y  2:mul(%0, %1)  3:yield %2
#3 f.<locals>.<lambda>(q)
  return %4 | 0:q  1:@len  2:xs^1  3:call %1(%2)  4:add(%0, %3)

"#);
}

#[test]
fn displays_and_calls() {
    let source = r#"
def f(a, b):
    c = [1, *a], {**a, "k": b}, {1, b}
    return a.m(b, *c, key=a, **b)
"#;
    insta::assert_snapshot!(ir(source), @r#"
    #0 <module>()
      def #1 | 0:closure #1()  1:@f=%0
    #1 f(a, b) locals c
      do | 0:Number  1:a  2:next %1  3:List(%0, %2)  4:a  5:%4[]  6:"k"  7:b  8:Dict(%5, %6, %7)  9:Number  10:b  11:Set(%9, %10)  12:Tuple(%3, %8, %11)  13:c=%12
      return %6 | 0:a  1:%0.m  2:b  3:c  4:a  5:b  6:call %1(%2, *%3, key=%4, **%5)
    "#);
}

#[test]
fn class_scopes() {
    let source = r#"
class A(B, metaclass=M):
    count: int = 0
    name: str
    items = [count for _ in range(3)]
    def __init__(self, x):
        self.__y = super().foo
    @staticmethod
    def s(__v): return __class__, count
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      class #1 | 0:@B  1:@M  2:class A  3:@A=%2
    #1 A() locals __class__ _
      do | 0:Zero  1:A.count=%0
      do | 
      do | 0:@range  1:Number  2:call %0(%1)  3:next %2?  4:_=%3?  5:@count?  6:List(%5)  7:A.items=%6
      def #2 | 0:closure #2()  1:A.__init__=%0
      def #3 | 0:@staticmethod  1:closure #3()  2:call %0(%1)  3:A.s=%1
    #2 A.__init__(self, x)
      do | 0:@super  1:call %0()  2:%1.foo  3:self  4:%3._A__y=%2
    #3 A.s(_A__v)
      return %2 | 0:__class__^1  1:@count  2:Tuple(%0, %1)
    ");
}

#[test]
fn loops_and_handlers() {
    let source = r#"
def f(x):
    while (n := x) is not None and isinstance(x.z, int):
        print(n)
    else:
        n = 0
    for i in x.items():
        if i: continue
        elif not x.a: break
        else: raise E from i
    try:
        pass
    except (E, F) as e:
        raise e
    else:
        x()
    finally:
        del n
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      def #1 | 0:closure #1()  1:@f=%0
    #1 f(x) locals n i e
      while %9 narrows n,x.z | 0:x  1:n=%0  2:None  3:is(%0, %2)  4:@isinstance?  5:x?  6:%5.z?  7:@int?  8:call %4(%6, %7)?  9:choose(%3, %8)
        do | 0:@print  1:n  2:call %0(%1)
      else
        do | 0:Zero  1:n=%0
      for %2 | 0:x  1:%0.items  2:call %1()  3:next %2  4:i=%3
        if %0 narrows i | 0:i
          continue | 
        else
          elif %2 narrows x.a | 0:x  1:%0.a  2:bool(%1)
            break | 
          else
            raise | 0:@E  1:i
      try | 0:@E?  1:@F?  2:Tuple(%0, %1)?
        do | 
      except e
        raise | 0:e
      else
        do | 0:x  1:call %0()
      finally
        do | 0:del n
    ");
}

#[test]
fn with_enters_in_order() {
    let source = r#"
from lockweave import atomic
def f(a):
    with (open(a) as x, a.lock, a as (y, z)):
        with atomic:
            x()
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>()
  do | 
  def #1 | 0:closure #1()  1:@f=%0
#1 f(a) locals x y z
  with %2, %6, %8 | 0:@open  1:a  2:call %0(%1)  3:enter %2  4:x=%3  5:a  6:%5.lock  7:enter %6  8:a  9:enter %8  10:%9[]  11:%9[]  12:y=%10  13:z=%11
    with atomic | 
      do | 0:x  1:call %0()

"#);
}

#[test]
fn patterns_read_the_subject() {
    let source = r#"
def f(x, q):
    match x:
        case Point(1, x=0, y=z) | [1, *z] if q:
            return z
        case {"k": v, **rest}:
            pass
        case None as n:
            pass
        case A.B:
            pass
"#;
    insta::assert_snapshot!(ir(source), @r#"
    #0 <module>()
      def #1 | 0:closure #1()  1:@f=%0
    #1 f(x, q) locals z rest v n
      match %0 | 0:x  1:@Point?  2:instancecheck(%0, %1)?  3:%0[]?  4:Number?  5:eq(%3, %4)?  6:%0.x?  7:Zero?  8:eq(%6, %7)?  9:%0.y?  10:z=%9?  11:%0[]?  12:Number?  13:eq(%11, %12)?  14:%0[]?  15:List(%14)?  16:z=%15?  17:q?  18:bool(%17)?  19:"k"?  20:%0[%19]?  21:v=%20?  22:%0[]?  23:Dict(%22)?  24:rest=%23?  25:is(%0)?  26:n=%0?  27:@A?  28:%27.B?  29:eq(%0, %28)?
        case
          return %0 | 0:z
        case
          do | 
        case
          do | 
        case
          do |
    "#);
}

#[test]
fn suspending_functions() {
    let source = r#"
async def h(xs):
    async for x in xs: await x
    async with xs as q: pass
    return [y async for y in xs]
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        yield n
        yield from inner()
    return inner
"#;
    insta::assert_snapshot!(ir(source), @"
    #0 <module>()
      def #1 | 0:closure #1()  1:@h=%0
      def #2 | 0:closure #2()  1:@outer=%0
    #1 h(xs) locals x q y
      for %0 | 0:xs  1:next %0  2:await %1  3:x=%2
        do | 0:x  1:await %0
      with %0 | 0:xs  1:enter %0  2:await %1  3:q=%2
        do | 
      return %5 | 0:xs  1:next %0?  2:await %1?  3:y=%2?  4:y?  5:List(%4)
    #2 outer() locals n inner
      do | 0:Zero  1:n=%0
      def #3 | 0:closure #3()  1:inner=%0
      return %0 | 0:inner
    #3 outer.<locals>.inner()
      do | 
      do | 0:n^2  1:Number  2:iadd(%0, %1)  3:n^2=%2
      do | 0:n^2  1:yield %0
      do | 0:inner^2  1:call %0()  2:next %1  3:yield %2
    ");
}

#[test]
fn decorators_wrap_from_the_inside() {
    let source = r#"
@a.b(1)
@c
def f(x=g()): pass
@d
class K: pass
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>()
  def #1 | 0:@a  1:%0.b  2:Number  3:call %1(%2)  4:@c  5:@g  6:call %5()  7:closure #1()  8:call %4(%7)  9:call %3(%8)  10:@f=%7
  class #2 | 0:@d  1:class K  2:call %0(%1)  3:@K=%1
#1 f(x)
  do | 
#2 K() locals __class__
  do | 

"#);
}

#[test]
fn type_statements_and_parameters() {
    let source = r#"
type X[T] = list[T]
def f[T: int](x: T) -> T:
    y: list[T] = x
    return y
class C[U](Base[U]): pass
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>() locals T U
  do | 0:Other  1:@X=%0
  def #1 | 0:closure #1()  1:@f=%0
  class #2 | 0:@Base  1:U  2:%0[%1]  3:class C  4:@C=%3
#1 f(x) locals y
  do | 0:x  1:y=%0
  return %0 | 0:y
#2 C() locals __class__
  do | 

"#);
}

#[test]
fn erased_imports_leave_nothing() {
    let source = r#"
try:
    from lockweave import concurrent
except ImportError:
    def concurrent(f): return f
from lockweave import atomic as at
import os, lockweave
@concurrent(workers=4)
def g():
    with at: pass
"#;
    insta::assert_snapshot!(ir(source), @r#"
#0 <module>()
  do | 
  do | 
  do | 0:import os  1:@os=%0
  def #1 | 0:closure #1()  1:@g=%0
#1 g()
  with atomic | 
    do | 

"#);
}

#[test]
fn classes_know_methods_attributes_and_fields() {
    let summary = summary(
        "class A(B.C, metaclass=M):\n    \
             n: int = 0\n    \
             name: str\n    \
             def __init__(self):\n        self.x: list[int] = []\n        self.y: A | None\n    \
             @property\n    def p(self): return 1\n    \
             @p.setter\n    def p(self, v): pass\n    \
             @functools.cached_property\n    def q(self): return 1\n    \
             @classmethod\n    def make(cls): pass\n    \
             def __hidden(self): pass\n",
    );
    let class = &summary.classes[0];
    let methods: Vec<String> = class
        .methods
        .iter()
        .map(|(name, id)| format!("{name} {:?}", summary.functions[id.0 as usize].method))
        .collect();
    assert_eq!(
        methods,
        ["__init__ Instance", "p Property", "q Property", "make Class", "_A__hidden Instance"]
    );
    let attributes: Vec<&str> = class.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(attributes, ["n"]);
    let typed = |kind: &TypeRef| type_text(&summary, kind);
    let fields: Vec<String> =
        class.fields.iter().map(|(name, kind)| format!("{name}: {}", typed(kind))).collect();
    assert_eq!(fields, ["name: @str", "x: @list[@int]", "y: @A | None"]);
    assert_eq!(class.bases.iter().map(typed).collect::<Vec<_>>(), ["@B.C"]);
    assert_eq!(class.decorators.iter().map(typed).collect::<Vec<_>>(), ["@M"]);
}

#[test]
fn annotations_in_strings_are_read() {
    let summary = summary("def f(a: 'dict[str, \"Account\"]', b: 'not a type') -> 'x.Y | None': pass\n");
    let typed = |kind: &TypeRef| type_text(&summary, kind);
    let function = &summary.functions[1];
    let params: Vec<String> =
        function.params.iter().filter_map(|param| param.annotation.as_ref()).map(typed).collect();
    assert_eq!(params, ["@dict[@str, @Account]", "?"]);
    assert_eq!(function.returns.as_ref().map(typed).as_deref(), Some("@x.Y | None"));
    for name in ["Account", "Y", "f", "a"] {
        assert!(summary.identifiers.iter().any(|known| known == name), "{name}");
    }
}

#[test]
fn globals_are_in_the_order_of_binding() {
    let summary =
        summary("b = 1\ndef f():\n    global c\n    c = 1\na: int = 2\n__all__ = ['a']\n__all__ += ['b']\n");
    let names: Vec<&str> = summary.globals.iter().map(|global| global.name.as_str()).collect();
    assert_eq!(names, ["b", "f", "c", "a", "__all__"]);
    assert_eq!(summary.globals[3].annotation, Some(TypeRef::Name(Name::Global("int".to_owned()), vec![])));
    assert_eq!(summary.exports, Some(vec!["a".to_owned(), "b".to_owned()]));
}

/// The deepest sources that are let through, in this build's frames, on the stack that callers give us.
#[test]
fn deepest_sources_fit_the_stack() {
    let around = |open: &str, close: &str, count: usize| {
        format!("x = {}1{}\n", open.repeat(count), close.repeat(count))
    };
    let mut sources: Vec<String> =
        [("(", ")"), ("{1:", "}"), ("f(a=", ")"), ("(y for y in ", ")"), ("[", " for y in z]")]
            .iter()
            .map(|(open, close)| around(open, close, 200))
            .collect();
    sources.extend(["not ", "-", "1 if 2 else ", "1 + ", "1 ** "].map(|open| around(open, "", 4_900)));
    sources.extend(["(1)", "[0]", ".b"].map(|close| format!("@a\ndef f(): x{}\n", close.repeat(9_900))));
    sources.push(around("lambda: ", "", 199));
    sources.push(format!("if 1: pass\n{}", "elif 1: pass\n".repeat(9_990)));
    let blocks: String = (0..100).map(|depth| format!("{}def f():\n", " ".repeat(depth))).collect();
    sources.push(format!("{blocks}{}{}", " ".repeat(100), around("f(", ")", 200)));
    let work = move || {
        for source in sources {
            let Ok(module) = parse(FileId(0), source) else { continue };
            summarize(&module, &crate::python::markers(&module).0);
        }
    };
    std::thread::Builder::new().stack_size(crate::python::STACK_BYTES).spawn(work).unwrap().join().unwrap();
}
