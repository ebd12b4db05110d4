//! The encodings that Python source may declare, by Python's names, and their bytes. Must not know where a name was declared.

use encoding_rs::Encoding;

/// A character encoding, always one in which ASCII bytes mean ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    Utf8,
    /// 0 to 127 only.
    Ascii,
    /// ISO 8859-1: each byte is the character of its number. (`encoding_rs` has windows-1252 under this name.)
    Latin1,
    /// ISO 8859-9, which differs from ISO 8859-1 in six letters.
    Latin5,
    Other(&'static Encoding),
}

/// The six letters of ISO 8859-9.
const LATIN5: [(u8, char); 6] =
    [(0xD0, 'Ğ'), (0xDD, 'İ'), (0xDE, 'Ş'), (0xF0, 'ğ'), (0xFD, 'ı'), (0xFE, 'ş')];

/// Python's names, without punctuation and in small letters, and the label that `encoding_rs` knows.
const OTHERS: &[(&[&str], &str)] = &[
    (&["cp1250", "windows1250", "1250"], "windows-1250"),
    (&["cp1251", "windows1251", "1251"], "windows-1251"),
    (&["cp1252", "windows1252", "1252"], "windows-1252"),
    (&["cp1253", "windows1253", "1253"], "windows-1253"),
    (&["cp1254", "windows1254", "1254"], "windows-1254"),
    (&["cp1255", "windows1255", "1255"], "windows-1255"),
    (&["cp1256", "windows1256", "1256"], "windows-1256"),
    (&["cp1257", "windows1257", "1257"], "windows-1257"),
    (&["cp1258", "windows1258", "1258"], "windows-1258"),
    (&["cp866", "866", "ibm866"], "ibm866"),
    (&["cp874", "windows874"], "windows-874"),
    (&["koi8r", "cskoi8r"], "koi8-r"),
    (&["koi8u"], "koi8-u"),
    (&["iso88592", "latin2", "l2", "isoir101"], "iso-8859-2"),
    (&["iso88593", "latin3", "l3", "isoir109"], "iso-8859-3"),
    (&["iso88594", "latin4", "l4", "isoir110"], "iso-8859-4"),
    (&["iso88595", "cyrillic", "isoir144"], "iso-8859-5"),
    (&["iso88596", "arabic", "asmo708", "ecma114", "isoir127"], "iso-8859-6"),
    (&["iso88597", "greek", "greek8", "ecma118", "elot928", "isoir126"], "iso-8859-7"),
    (&["iso88598", "hebrew", "isoir138"], "iso-8859-8"),
    (&["iso885910", "latin6", "l6", "isoir157"], "iso-8859-10"),
    (&["iso885913", "latin7", "l7"], "iso-8859-13"),
    (&["iso885914", "latin8", "l8", "isoceltic", "isoir199"], "iso-8859-14"),
    (&["iso885915", "latin9", "l9"], "iso-8859-15"),
    (&["iso885916", "latin10", "l10", "isoir226"], "iso-8859-16"),
    (&["macroman", "macintosh"], "macintosh"),
    (&["maccyrillic"], "x-mac-cyrillic"),
    (&["shiftjis", "sjis", "csshiftjis", "cp932", "932", "ms932", "mskanji", "windows31j"], "shift_jis"),
    (&["eucjp", "ujis", "ujis"], "euc-jp"),
    (&["iso2022jp", "csiso2022jp"], "iso-2022-jp"),
    (&["euckr", "korean", "ksc5601", "ksx1001", "cp949", "949", "ms949", "uhc"], "euc-kr"),
    (&["big5", "big5tw", "csbig5", "big5hkscs", "hkscs", "cp950", "950", "ms950"], "big5"),
    (&["gb2312", "chinese", "euccn", "gb231280", "gbk", "cp936", "936", "ms936"], "gbk"),
    (&["gb18030", "gb180302000"], "gb18030"),
];

impl Codec {
    /// The codec that Python means by `name`, if we have it.
    pub(super) fn named(name: &str) -> Option<Codec> {
        let lower = name.to_ascii_lowercase().replace('_', "-");
        if lower == "utf-8" || lower.starts_with("utf-8-") {
            return Some(Codec::Utf8);
        }
        if ["latin-1", "iso-8859-1", "iso-latin-1"].iter().any(|known| is_or_extends(&lower, known)) {
            return Some(Codec::Latin1);
        }
        let key: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
        match key.as_str() {
            "utf8" | "u8" | "utf" | "cp65001" | "utf8ucs2" | "utf8ucs4" => Some(Codec::Utf8),
            "ascii" | "usascii" | "us" | "646" | "ansix341968" | "iso646us" => Some(Codec::Ascii),
            "latin1" | "latin" | "l1" | "iso88591" | "88591" | "cp819" | "ibm819" | "isoir100" => {
                Some(Codec::Latin1)
            }
            "latin5" | "l5" | "iso88599" | "isoir148" => Some(Codec::Latin5),
            key => {
                let (_, label) = OTHERS.iter().find(|(names, _)| names.contains(&key))?;
                Encoding::for_label(label.as_bytes()).map(Codec::Other)
            }
        }
    }

    /// The text of `bytes`; where it fails, the offset of a byte that means nothing (as exact as it is known).
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, Option<usize>> {
        match self {
            Codec::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(Some(error.valid_up_to())),
            },
            Codec::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                None => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
                Some(at) => Err(Some(at)),
            },
            Codec::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Codec::Latin5 => Ok(bytes.iter().map(|byte| latin5_char(*byte)).collect()),
            Codec::Other(encoding) => decode_other(encoding, bytes),
        }
    }

    /// The bytes of `text`; `None` where a character has none.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Codec::Utf8 => Some(text.as_bytes().to_vec()),
            Codec::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
            Codec::Latin1 => text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect(),
            Codec::Latin5 => text.chars().map(latin5_byte).collect(),
            Codec::Other(encoding) => {
                let (bytes, _, unmappable) = encoding.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }
}

fn is_or_extends(name: &str, known: &str) -> bool {
    name.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn latin5_char(byte: u8) -> char {
    LATIN5.iter().find(|(own, _)| *own == byte).map_or(char::from(byte), |(_, letter)| *letter)
}

fn latin5_byte(letter: char) -> Option<u8> {
    if let Some((byte, _)) = LATIN5.iter().find(|(_, own)| *own == letter) {
        return Some(*byte);
    }
    let byte = u8::try_from(u32::from(letter)).ok()?;
    (latin5_char(byte) == letter).then_some(byte)
}

fn decode_other(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Option<usize>> {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(None);
    };
    // The web's windows-125x give control characters for bytes that Python's leave undefined.
    let windows = encoding.name().starts_with("windows-");
    if windows && text.chars().any(|letter| ('\u{80}'..='\u{9f}').contains(&letter)) {
        return Err(None);
    }
    // Some encodings have two ways to write one character. What stays must keep its bytes, so those can't be taken.
    let (again, _, unmappable) = encoding.encode(&text);
    if unmappable || *again != *bytes {
        return Err(None);
    }
    Ok(text.into_owned())
}
