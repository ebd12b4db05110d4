//! A diagnostic, and the reasons (`Why`) that it and the plan are made of.

use serde::{Deserialize, Serialize};

use super::{Code, Severity};
use crate::text::{Place, Span};

/// One step of a reason: a place and what happens there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// What, as a clause: `calls bump`, `writes total here`.
    pub text: String,
    /// The function that the way goes on in, by its qualified name; none where the way ends.
    pub into: Option<String>,
}

impl Step {
    /// The last step of a way.
    pub fn end(place: Place, text: impl Into<String>) -> Step {
        Step { place, text: text.into(), into: None }
    }
}

/// Steps of a reason that a diagnostic shows at most.
const STEPS_SHOWN: usize = 8;

/// A reason: a chain of places, cause last.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Why {
    /// The steps, outermost first.
    pub steps: Vec<Step>,
}

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The place that the diagnostic is about; exactly one, the first.
    Primary,
    /// A place that explains it.
    Secondary,
}

/// A span and a few words about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there; may be empty for the primary one.
    pub text: String,
    /// What for.
    pub role: Role,
}

/// Something to tell the user. The message alone makes sense in concise output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// One sentence, no full stop.
    pub message: String,
    /// Places, primary first. Empty only for what has no place in a source (LW9xx).
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// What to put into the source, and where, so that it is mended; empty where only the user can tell.
    #[serde(default)]
    pub fix: Vec<Insertion>,
}

/// Text to put into a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insertion {
    /// Where: an empty span.
    pub place: Place,
    /// What.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic at `place`, where `label` says what is there.
    pub fn new(code: Code, message: impl Into<String>, place: Place, label: impl Into<String>) -> Diagnostic {
        let label = Label { place, text: label.into(), role: Role::Primary };
        Diagnostic { code, message: message.into(), labels: vec![label], help: None, fix: Vec::new() }
    }

    /// One without a place.
    pub fn without_place(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, message: message.into(), labels: Vec::new(), help: None, fix: Vec::new() }
    }

    /// Adds a place that explains.
    #[must_use]
    pub fn with_label(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place, text: text.into(), role: Role::Secondary });
        self
    }

    /// Adds each step of a reason as a place that explains.
    #[must_use]
    pub fn with_why(mut self, why: &Why) -> Diagnostic {
        // Of a long way the first step and the last ones tell most.
        let left_out = why.steps.len().saturating_sub(STEPS_SHOWN);
        let shown = |index: &usize| *index == 0 || *index > left_out;
        for step in (0..why.steps.len()).filter(shown).map(|index| &why.steps[index]) {
            self = self.with_label(step.place, step.text.clone());
        }
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds text to put in at the end of `place`.
    #[must_use]
    pub fn with_fix(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        let place = Place { span: Span::at(place.span.end), ..place };
        self.fix.push(Insertion { place, text: text.into() });
        self
    }

    /// Adds text to put in before `place`.
    #[must_use]
    pub fn with_fix_before(self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.with_fix(Place { span: Span::at(place.span.start), ..place }, text)
    }

    /// The place that it is about.
    pub fn place(&self) -> Option<Place> {
        self.labels.first().map(|label| label.place)
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// `# lockweave: allow[LW203] reason`, as found in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowComment {
    /// The comment.
    pub span: Span,
    /// The line that it is on, from 0.
    pub line: u32,
    /// What it silences.
    pub codes: Vec<Code>,
    /// Words in the brackets that are no code.
    pub unknown: Vec<String>,
}
