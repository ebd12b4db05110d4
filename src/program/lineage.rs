//! Which class stands above and below which, looked up: who inherits from whom shows only when names are known, and is asked for at
//! every call.
//!
//! What is kept here is never out of date for a reader: once a name may be a class that it was not, each question is answered anew
//! until all is looked at again. Must not know what methods do.

use std::collections::BTreeMap;

use super::knowledge::{Knowledge, ModuleInput};
use super::location::{ClassKey, FunctionKey};
use super::value::{Type, Value};
use crate::options::Switch;
use crate::summary::ClassId;

/// What is known of who inherits from whom.
#[derive(Default)]
pub(super) struct Lineages {
    bases: BTreeMap<ClassKey, Vec<ClassKey>>,
    above: BTreeMap<ClassKey, Vec<ClassKey>>,
    below: BTreeMap<ClassKey, Vec<ClassKey>>,
    /// The methods of each name, class by class.
    methods: BTreeMap<String, Vec<FunctionKey>>,
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

    /// A name may be what it was not known to be.
    pub(super) fn learns(&mut self, before: &Value, now: &Value) {
        let names_class =
            |kind: &&Type| matches!(kind, Type::ClassObject(_) | Type::Module(_) | Type::Namespace(_));
        if now.types.iter().filter(names_class).any(|kind| !before.types.contains(kind)) {
            self.is_known = Switch::Off;
        }
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
    }

    /// Some class may fit a Protocol that it did not fit.
    pub(super) fn forgets_lineages(&mut self) {
        self.lineages.is_known = Switch::Off;
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
