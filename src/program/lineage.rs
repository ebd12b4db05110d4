//! Which class stands above and below which, looked up: who inherits from whom shows only when names are known, and is asked for at
//! every call.
//!
//! What is kept here is never out of date for a reader: once a name may be a class that it was not, each question is answered anew
//! until all is looked at again. Must not know what methods do.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::heritage::Heritage;
use super::knowledge::{Knowledge, ModuleInput};
use super::location::{ClassKey, FunctionKey};
use super::value::{Type, Value};
use crate::options::Switch;
use crate::summary::ClassId;

/// What is known of who inherits from whom. Two tables remember answers, behind a shared reference: who asked first changes none of
/// them.
#[derive(Default)]
pub(super) struct Lineages {
    bases: BTreeMap<ClassKey, Vec<ClassKey>>,
    above: BTreeMap<ClassKey, Vec<ClassKey>>,
    below: BTreeMap<ClassKey, Vec<ClassKey>>,
    /// The methods of each name, class by class.
    methods: BTreeMap<String, Vec<FunctionKey>>,
    /// What a call of a method may run, by class and name, asked for since a class last changed.
    dispatch: RefCell<BTreeMap<ClassKey, BTreeMap<String, Vec<FunctionKey>>>>,
    /// What a class has from builtin classes and libraries, asked for since then.
    pub(super) heritage: RefCell<BTreeMap<ClassKey, Heritage>>,
    /// Whether the classes are as they were looked at.
    is_known: Switch,
}

impl Lineages {
    /// What the summaries alone tell.
    pub(super) fn new(modules: &[ModuleInput<'_>]) -> Lineages {
        let mut methods: BTreeMap<String, Vec<FunctionKey>> = BTreeMap::new();
        for (input, module) in modules.iter().zip(0..) {
            for class in &input.summary.classes {
                for (index, (name, function)) in class.methods.iter().enumerate() {
                    if !class.methods[..index].iter().any(|(earlier, _)| earlier == name) {
                        let key = FunctionKey { module, function: *function };
                        methods.entry(name.clone()).or_default().push(key);
                    }
                }
            }
        }
        Lineages { methods, ..Lineages::default() }
    }

    /// A name may be what it was not known to be. Gives whether it may be another class.
    pub(super) fn learns(&mut self, before: &Value, now: &Value) -> bool {
        let names_class =
            |kind: &&Type| matches!(kind, Type::ClassObject(_) | Type::Module(_) | Type::Namespace(_));
        let names_other = |kind: &&Type| matches!(kind, Type::LibraryName(_) | Type::Builtin(_));
        let mut news = now.types.iter().filter(|kind| !before.types.contains(kind));
        let is_class = news.clone().any(|kind| names_class(&kind));
        if is_class {
            self.is_known = Switch::Off;
        }
        let is_news = is_class || news.any(|kind| names_other(&kind));
        if is_news {
            self.dispatches_anew();
        }
        is_news
    }

    /// A class may have methods that it was not known to have.
    pub(super) fn dispatches_anew(&mut self) {
        self.dispatch.get_mut().clear();
        self.heritage.get_mut().clear();
    }

    fn kept<'l>(
        &self,
        map: &'l BTreeMap<ClassKey, Vec<ClassKey>>,
        class: ClassKey,
    ) -> Option<&'l Vec<ClassKey>> {
        map.get(&class).filter(|_| self.is_known == Switch::On)
    }
}

impl Knowledge<'_> {
    /// Looks at all classes again, if some may have changed since.
    pub(super) fn note_lineages(&mut self) {
        if self.lineages.is_known == Switch::On {
            return;
        }
        let classes = self.classes();
        self.lineages.bases = classes.iter().map(|class| (*class, self.bases_now(*class))).collect();
        let above: BTreeMap<ClassKey, Vec<ClassKey>> = classes
            .iter()
            .map(|class| (*class, line(*class, |class| self.lineages.bases[&class].clone())))
            .collect();
        let mut below: BTreeMap<ClassKey, Vec<ClassKey>> = BTreeMap::new();
        for class in classes {
            for other in &above[&class] {
                below.entry(*other).or_default().push(class);
            }
        }
        (self.lineages.above, self.lineages.below) = (above, below);
        self.lineages.is_known = Switch::On;
        self.lineages.dispatches_anew();
    }

    /// Some class may fit a Protocol that it did not fit.
    pub(super) fn forgets_lineages(&mut self) {
        self.lineages.is_known = Switch::Off;
        self.lineages.dispatches_anew();
    }

    /// The methods that a call of `name` on an instance of `key`, or of a class below it, may run.
    pub(super) fn methods(&self, key: ClassKey, name: &str) -> Vec<FunctionKey> {
        let mut dispatch = self.lineages.dispatch.borrow_mut();
        let of_class = dispatch.entry(key).or_default();
        if let Some(known) = of_class.get(name) {
            return known.clone();
        }
        let mut found = self.nearest_methods(key, name);
        for class in self.with_those_below(key).into_iter().filter(|class| *class != key) {
            found.extend(self.own_methods(class, name));
        }
        of_class.insert(name.to_owned(), found.clone());
        found
    }

    /// Own base classes of a class.
    pub(super) fn bases(&self, class: ClassKey) -> Vec<ClassKey> {
        let kept = self.lineages.kept(&self.lineages.bases, class);
        kept.cloned().unwrap_or_else(|| self.bases_now(class))
    }

    /// The class and its own bases, nearest first.
    pub(super) fn ancestry(&self, class: ClassKey) -> Vec<ClassKey> {
        let kept = self.lineages.kept(&self.lineages.above, class);
        kept.cloned().unwrap_or_else(|| line(class, |class| self.bases_now(class)))
    }

    /// The class and all below it.
    pub(super) fn with_those_below(&self, class: ClassKey) -> Vec<ClassKey> {
        let kept = self.lineages.kept(&self.lineages.below, class).cloned();
        kept.unwrap_or_else(|| {
            let below = self.classes().into_iter().filter(|below| self.ancestry(*below).contains(&class));
            below.collect()
        })
    }

    /// Whether some class has a method of that name.
    pub(super) fn is_method(&self, name: &str) -> bool {
        self.lineages.methods.contains_key(name)
    }

    /// The methods of that name of whatever class that code of `module` may meet.
    pub(super) fn methods_named(&self, module: u32, name: &str) -> Vec<FunctionKey> {
        let all = self.lineages.methods.get(name).into_iter().flatten().copied();
        all.filter(|key| self.may_meet(module, key.module)).collect()
    }

    fn bases_now(&self, key: ClassKey) -> Vec<ClassKey> {
        let class = self.class(key);
        let mut bases = Vec::new();
        for base in &class.bases {
            for kind in self.annotated(key.module, base).0 {
                if let Type::Own(base) = kind
                    && base != key
                {
                    bases.push(base);
                }
            }
        }
        bases
    }

    /// Every class of the program.
    pub(super) fn classes(&self) -> Vec<ClassKey> {
        let mut keys = Vec::new();
        for (module, input) in self.modules.iter().enumerate() {
            let count = input.summary.classes.len() as u32;
            keys.extend((0..count).map(|id| ClassKey { module: module as u32, class: ClassId(id) }));
        }
        keys
    }
}

/// A class and those above it, nearest first.
fn line(class: ClassKey, bases: impl Fn(ClassKey) -> Vec<ClassKey>) -> Vec<ClassKey> {
    let mut line = vec![class];
    let mut at = 0;
    while let Some(class) = line.get(at).copied() {
        for base in bases(class) {
            if !line.contains(&base) {
                line.push(base);
            }
        }
        at += 1;
    }
    line
}
