//! The closed list of codes. A code is stable: it is never used again for something else.

use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Files linked to the place are not written.
    Error,
    /// Something that Lockweave can't prove, or that the user should know.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $severity:ident $title:literal;)*) => {
        /// One rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// All of them, in order.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as written, `LW301`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => stringify!($name),)* }
            }

            /// How much it matters.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// One line that says what it is about.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    LW001 Error "syntax error";
    LW002 Error "nested too deeply";
    LW003 Error "bytes are not text in the declared encoding";
    LW004 Warning "allow comment silences nothing";
    LW005 Warning "allow comment can't be read";
    LW101 Error "unknown marker argument";
    LW102 Error "wrong value for a marker argument";
    LW103 Error "no such location";
    LW104 Error "generator or async function can't be concurrent";
    LW105 Error "special method whose result Python uses can't be concurrent";
    LW106 Error "bodies disagree about a location";
    LW107 Warning "body touches more than its marker names";
    LW108 Error "marker used where it has no meaning";
    LW109 Error "marker arguments exclude each other";
    LW110 Error "value of a call in serial text can't be told";
    LW201 Warning "locked object leaves its body";
    LW202 Warning "locked object is stored where it can't be followed";
    LW203 Warning "fields are reached in a way that no lock covers";
    LW204 Warning "body captures a loop variable";
    LW205 Warning "object passed to a body can't be traced";
    LW206 Warning "code that runs later touches a locked location";
    LW207 Warning "dynamic code hides what it touches";
    LW209 Warning "imported name misses a rebinding";
    LW210 Warning "importers of a locked module were not given";
    LW211 Warning "library has no lock for what is shared";
    LW301 Error "wait under a lock";
    LW302 Warning "read-modify-write is split by a wait";
    LW303 Error "lock order cycle";
    LW304 Warning "import under a lock";
    LW305 Error "section would contain a yield or an await";
    LW401 Warning "future used as a plain value";
    LW402 Warning "future dropped, and its exception with it";
    LW403 Warning "concurrent function called by what drops its futures";
    LW404 Warning "concurrent and plain methods override each other";
    LW405 Warning "what stands in for a value does not do for it here";
    LW501 Warning "slow work under a lock";
    LW601 Error "body for an executor touches a locked location";
    LW602 Warning "what a body changes stays in its process";
    LW603 Warning "can't be sent to another process";
    LW901 Error "file can't be read";
    LW902 Error "file is not ours to overwrite or remove";
    LW903 Error "two sources, one output";
    LW904 Error "configuration is wrong";
    LW905 Error "output can't be written";
    LW906 Error "defect in Lockweave";
    LW907 Error "tree is mixed";
    LW908 Error "output was not accepted";
    LW909 Error "files of steps don't fit";
}

impl Code {
    /// Reads `LW301`.
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
