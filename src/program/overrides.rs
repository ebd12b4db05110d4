//! Which methods of the program override which. Must not know what that means.

use super::knowledge::Knowledge;
use super::location::FunctionKey;

/// Each method with the nearest one above it that it overrides.
pub(super) fn overrides(knowledge: &Knowledge<'_>) -> Vec<(FunctionKey, FunctionKey)> {
    let mut found = Vec::new();
    for class in knowledge.classes() {
        let line = knowledge.ancestry(class);
        for (name, function) in &knowledge.class(class).methods {
            let above = line.iter().skip(1).find_map(|base| {
                let (_, overridden) =
                    knowledge.class(*base).methods.iter().find(|(method, _)| method == name)?;
                Some(FunctionKey { module: base.module, function: *overridden })
            });
            let method = FunctionKey { module: class.module, function: *function };
            found.extend(above.map(|above| (method, above)));
        }
    }
    found
}
