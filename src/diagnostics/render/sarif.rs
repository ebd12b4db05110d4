//! SARIF 2.1.0, which code hosts and editors import.

use serde_json::{Value, json};

use super::{Where, locate, severity_word};
use crate::diagnostics::{Code, Diagnostic, Role, source::Atlas};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(diagnostics: &[Diagnostic], atlas: &Atlas<'_>) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            let page = code.page().unwrap_or(code.title());
            json!({
                "id": code.as_str(),
                "shortDescription": {"text": code.title()},
                "help": {"text": page, "markdown": page},
                "defaultConfiguration": {"level": severity_word(code.severity())},
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, atlas)).collect();
    let driver = json!({"name": "Lockweave", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let run = json!({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results});
    let document = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    let mut text = serde_json::to_string_pretty(&document).expect("strings and numbers always serialise");
    text.push('\n');
    text
}

fn result(diagnostic: &Diagnostic, atlas: &Atlas<'_>) -> Value {
    let message = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let places = |role: Role| -> Vec<Value> {
        let wanted = diagnostic.labels.iter().filter(|label| label.role == role);
        wanted.filter_map(|label| Some(location(&locate(label.place, atlas)?, &label.text))).collect()
    };
    json!({
        "ruleId": diagnostic.code.as_str(),
        "level": severity_word(diagnostic.severity()),
        "message": {"text": message},
        "locations": places(Role::Primary),
        "relatedLocations": places(Role::Secondary),
    })
}

fn location(found: &Where<'_>, text: &str) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(found.path)}});
    if let Some((start, end)) = found.range {
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    let mut location = json!({"physicalLocation": physical});
    if !text.is_empty() {
        location["message"] = json!({"text": text});
    }
    location
}

/// A path as a URI, relative if the path is: what isn't plain is percent-encoded.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte);
    let encoded = path
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    std::iter::once(scheme.to_owned()).chain(encoded).collect()
}
