//! What classes offer beside their methods: hooks that libraries call, metaclasses, Protocols and the classes that fit them; what
//! decorators put in the place of functions.
//!
//! Must not know who uses any of it.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::outside;
use super::knowledge::{Knowledge, ModuleInput};
use super::location::{ClassKey, FunctionKey, LocationKind};
use super::value::{Type, Types, Value};
use crate::summary::{Event, FunctionId, MethodKind, Name, Op, TypeRef};

/// What is known of classes and of functions that stand for others.
#[derive(Default)]
pub(super) struct Classes {
    /// What the program's decorators give for a method.
    decorated: BTreeMap<FunctionKey, Value>,
    /// What a call of a function runs beside it: context managers that decorate it, functions registered with it.
    around: BTreeMap<FunctionKey, Value>,
    /// The classes that have all members of a Protocol, or were registered with a base class.
    fitting: BTreeMap<ClassKey, BTreeSet<ClassKey>>,
    registered: BTreeSet<(ClassKey, ClassKey)>,
    /// Functions that are methods of classes made by calls, by name.
    loose: BTreeMap<String, BTreeSet<FunctionKey>>,
    /// Attributes that some code names, other than a method of that name: for its `super()`.
    named: BTreeSet<String>,
}

impl Classes {
    /// What the summaries alone tell.
    pub(super) fn new(modules: &[ModuleInput<'_>]) -> Classes {
        let mut named = BTreeSet::new();
        for function in modules.iter().flat_map(|module| &module.summary.functions) {
            for Event { op, .. } in function.statements.iter().flat_map(|statement| &statement.events) {
                if let Op::Attribute(_, name) = op
                    && *name != function.name
                {
                    named.insert(name.clone());
                }
            }
        }
        Classes { named, ..Classes::default() }
    }
}

impl Knowledge<'_> {
    /// The decorators of `function` give `value` in its place.
    pub(super) fn decorated_as(&mut self, function: FunctionKey, value: &Value) {
        let slot = self.classes_known.decorated.entry(function).or_default();
        if grow(slot, &outside(value)) {
            self.changed = true;
            self.lineages.dispatches_anew();
        }
    }

    /// What stands in the place of a function.
    pub(super) fn decorated(&self, function: FunctionKey) -> Option<&Value> {
        self.classes_known.decorated.get(&function)
    }

    /// A call of `function` runs what `value` is, too.
    pub(super) fn runs_around(&mut self, function: FunctionKey, value: &Value) {
        let slot = self.classes_known.around.entry(function).or_default();
        self.changed |= grow(slot, &outside(value));
    }

    /// What a call of `function` runs beside it.
    pub(super) fn around(&self, function: FunctionKey) -> Option<&Value> {
        self.classes_known.around.get(&function)
    }

    /// The functions that `value` may be are methods of a class that a call makes.
    pub(super) fn loose_method(&mut self, name: String, value: &Value) {
        let slot = self.classes_known.loose.entry(name).or_default();
        let before = slot.len();
        slot.extend(value.types.iter().filter_map(|kind| match kind {
            Type::Function(function) => Some(*function),
            _ => None,
        }));
        self.changed |= slot.len() != before;
    }

    /// The methods of that name of classes that calls make.
    pub(super) fn loose_methods(&self, name: &str) -> Vec<FunctionKey> {
        self.classes_known.loose.get(name).into_iter().flatten().copied().collect()
    }

    /// `base.register(class)`
    pub(super) fn registers(&mut self, base: ClassKey, class: ClassKey) {
        self.changed |= self.classes_known.registered.insert((base, class));
    }

    /// Looks again at which classes fit which Protocols: imports are known only by and by.
    pub(super) fn note_fitting(&mut self) {
        let mut fitting: BTreeMap<ClassKey, BTreeSet<ClassKey>> = BTreeMap::new();
        let protocols: BTreeSet<ClassKey> =
            self.classes().into_iter().filter(|class| self.is_protocol(*class)).collect();
        for protocol in &protocols {
            let members = self.members_of(*protocol);
            let others =
                self.classes_met(protocol.module).into_iter().filter(|class| !protocols.contains(class));
            let fits = others.filter(|class| members.iter().all(|name| self.has_member(*class, name)));
            fitting.entry(*protocol).or_default().extend(fits);
        }
        for (base, class) in &self.classes_known.registered {
            fitting.entry(*base).or_default().insert(*class);
        }
        if fitting != self.classes_known.fitting {
            self.changed = true;
            self.forgets_lineages();
        }
        self.classes_known.fitting = fitting;
    }

    /// What an annotation with an own class may mean: for a Protocol any class that fits, and any function where it is called.
    pub(super) fn declared_as(&self, class: ClassKey) -> Types {
        let mut types = Types::from([Type::Own(class)]);
        let Some(fitting) = self.classes_known.fitting.get(&class) else { return types };
        types.extend(fitting.iter().map(|class| Type::Own(*class)));
        if self.has_member(class, "__call__") {
            types.insert(Type::Unknown);
        }
        types
    }

    fn is_protocol(&self, class: ClassKey) -> bool {
        self.class(class).bases.iter().any(|base| {
            let base = if let TypeRef::Generic(base, _) = base { base } else { base };
            match base {
                TypeRef::Name(Name::Global(root), path) => path.last().unwrap_or(root) == "Protocol",
                _ => false,
            }
        })
    }

    /// The names that a class must have to fit a Protocol.
    fn members_of(&self, protocol: ClassKey) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for class in self.ancestry(protocol) {
            let info = self.class(class);
            names.extend(info.methods.iter().map(|(name, _)| name.clone()));
            names.extend(info.fields.iter().map(|(name, _)| name.clone()));
            names.extend(info.attributes.iter().map(|attribute| attribute.name.clone()));
        }
        for name in ["__init__", "__slots__", "__doc__", "__hash__", "__class_getitem__"] {
            names.remove(name);
        }
        names
    }

    fn has_member(&self, class: ClassKey, name: &str) -> bool {
        self.ancestry(class).into_iter().any(|class| {
            let info = self.class(class);
            info.methods.iter().any(|(method, _)| method == name)
                || info.attributes.iter().any(|attribute| attribute.name == name)
                || self.find(&LocationKind::Field(class, name.to_owned())).is_some()
        })
    }

    /// Whether a class stands below one whose path in its library starts so.
    pub(super) fn is_below_path(&self, class: ClassKey, start: &str) -> bool {
        self.ancestry(class).into_iter().any(|class| {
            let mut bases = self.class(class).bases.iter();
            bases.any(|base| {
                let types = self.annotated(class.module, base).0;
                types.iter().any(|kind| matches!(kind, Type::Library(path) if path.starts_with(start)))
            })
        })
    }

    /// Whether a class makes a container of its own by an abstract one, whose other methods rest on its special methods.
    pub(super) fn is_container_by_parts(&self, class: ClassKey) -> bool {
        let abstracts = |base: &TypeRef| {
            let base = if let TypeRef::Generic(base, _) = base { base } else { base };
            matches!(base, TypeRef::Name(Name::Global(root), path) if {
                let name = path.last().unwrap_or(root);
                name.ends_with("Mapping") || name.ends_with("Sequence") || name.ends_with("Set") || name.starts_with("User")
            })
        };
        self.ancestry(class).into_iter().any(|class| self.class(class).bases.iter().any(abstracts))
    }

    /// The own metaclasses of a class.
    pub(super) fn metaclasses(&self, class: ClassKey) -> Vec<ClassKey> {
        let mut found = Vec::new();
        for class in self.ancestry(class) {
            for maker in &self.class(class).decorators {
                let types = self.annotated(class.module, maker).0;
                found.extend(types.into_iter().filter_map(|kind| match kind {
                    Type::Own(maker) if self.is_below_type(maker) => Some(maker),
                    _ => None,
                }));
            }
        }
        found
    }

    /// The methods of the class itself of that name and kind: a property has one of each.
    pub(super) fn accessors(&self, key: ClassKey, name: &str, kind: MethodKind) -> Vec<FunctionKey> {
        let mut found = Vec::new();
        for class in self.ancestry(key) {
            found.extend(self.own_accessors(class, name, kind));
        }
        found
    }

    /// The same, those of the classes below it among them: what an access to an instance may run.
    pub(super) fn accessors_met(&self, key: ClassKey, name: &str, kind: MethodKind) -> Vec<FunctionKey> {
        let mut found = self.accessors(key, name, kind);
        for class in self.classes() {
            let own = if class == key { Vec::new() } else { self.own_accessors(class, name, kind) };
            if !own.is_empty() && self.ancestry(class).contains(&key) {
                found.extend(own);
            }
        }
        found
    }

    /// The same, of the class itself alone.
    pub(super) fn own_accessors(&self, class: ClassKey, name: &str, kind: MethodKind) -> Vec<FunctionKey> {
        let functions = self.summary(class.module).functions.iter().enumerate();
        let fits = functions.filter(|(_, function)| {
            function.class == Some(class.class) && function.name == name && function.method == kind
        });
        fits.map(|(id, _)| FunctionKey { module: class.module, function: FunctionId(id as u32) }).collect()
    }

    /// Whether a class is an enumeration: what its body binds are its instances.
    pub(super) fn is_enumeration(&self, class: ClassKey) -> bool {
        let is_enumeration = |base: &TypeRef| match base {
            TypeRef::Name(Name::Global(root), path) => matches!(
                path.last().unwrap_or(root).as_str(),
                "Enum" | "IntEnum" | "StrEnum" | "ReprEnum" | "Flag" | "IntFlag"
            ),
            _ => false,
        };
        self.ancestry(class).into_iter().any(|class| self.class(class).bases.iter().any(is_enumeration))
    }

    /// The classes that `metaclass`, or one below it, makes.
    pub(super) fn classes_made_by(&self, metaclass: ClassKey) -> Vec<ClassKey> {
        if !self.is_below_type(metaclass) {
            return Vec::new();
        }
        let makes = |maker: ClassKey| self.ancestry(maker).contains(&metaclass);
        let classes = self.classes().into_iter();
        classes.filter(|class| self.metaclasses(*class).into_iter().any(makes)).collect()
    }

    fn is_below_type(&self, class: ClassKey) -> bool {
        let names_type = |base: &TypeRef| match base {
            TypeRef::Name(Name::Global(root), path) => {
                matches!(path.last().unwrap_or(root).as_str(), "type" | "ABCMeta" | "EnumMeta" | "EnumType")
            }
            _ => false,
        };
        self.ancestry(class).into_iter().any(|class| self.class(class).bases.iter().any(names_type))
    }

    /// The classes that `super()` in a method of `class` may go on in: its bases, and what stands behind it where another class
    /// inherits from several.
    pub(super) fn parents(&self, class: ClassKey) -> Vec<ClassKey> {
        let mut parents = self.bases(class);
        let line = self.ancestry(class);
        for below in self.with_those_below(class).into_iter().filter(|below| *below != class) {
            let mixed = self.ancestry(below);
            let behind = mixed.iter().skip_while(|one| **one != class);
            for other in behind {
                if !line.contains(other)
                    && !parents.contains(other)
                    && !self.ancestry(*other).contains(&class)
                {
                    parents.push(*other);
                }
            }
        }
        parents
    }

    /// All methods that instances of a class, or of one below it, may have.
    pub(super) fn all_methods(&self, class: ClassKey) -> Vec<FunctionKey> {
        let of = |class: ClassKey| {
            let methods = self.class(class).methods.iter();
            methods.map(move |(_, function)| FunctionKey { module: class.module, function: *function })
        };
        let mut found: Vec<FunctionKey> = self.ancestry(class).into_iter().flat_map(of).collect();
        let below = self.with_those_below(class).into_iter().filter(|below| *below != class);
        found.extend(below.flat_map(of));
        found
    }

    /// The methods of a class that are there for a library which it inherits from to call: no code of the program names them.
    pub(super) fn hooks(&self, class: ClassKey) -> Vec<FunctionKey> {
        let is_special = |name: &str| name.starts_with("__") && name.ends_with("__");
        if !self.is_below_library(class) || self.is_below_thread(class) {
            return Vec::new();
        }
        let is_hook = |key: &FunctionKey| {
            let name = &self.function(*key).name;
            !is_special(name) && !self.classes_known.named.contains(name)
        };
        self.all_methods(class).into_iter().filter(is_hook).collect()
    }
}

fn grow(slot: &mut Value, more: &Value) -> bool {
    let grown = slot.clone().joined(more);
    let is_news = grown != *slot;
    *slot = grown;
    is_news
}
