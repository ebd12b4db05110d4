//! How a text is written: its line ends and its unit of indentation, kept for what is generated into it.

/// A line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
}

impl Newline {
    /// The bytes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Newline::Lf => "\n",
            Newline::CrLf => "\r\n",
            Newline::Cr => "\r",
        }
    }
}

/// Newline and indentation of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// The line end of the first line that has one.
    pub newline: Newline,
    /// One level: the indentation of the first indented block (given by the caller, who knows blocks), else four blanks.
    pub indent: String,
}

impl TextStyle {
    /// Reads the newline from `text`; `indent` is the first indentation that a block of it uses, if any.
    pub fn detect(text: &str, indent: Option<&str>) -> TextStyle {
        let newline = match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => Newline::CrLf,
            Some(at) if text[at..].starts_with('\r') => Newline::Cr,
            _ => Newline::Lf,
        };
        TextStyle { newline, indent: indent.unwrap_or("    ").to_owned() }
    }
}
