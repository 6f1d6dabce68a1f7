//! The pieces into which o200k_base's pattern cuts a text before anything is encoded.
//!
//! An engine for regular expressions needs some 60 ns for a piece, more than anything else that
//! counting does. Nearly all pieces of nearly all texts are ASCII, and for those the pattern is
//! four short loops, which stand here. Where a character beyond ASCII has a say, also as the
//! piece's neighbour, the engine is asked for that one piece; so both cut alike, which the tests
//! try on every short text of the characters that matter.

use bpe_openai::Tokenizer;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Digit,
    Break, // '\r' and '\n'
    Space, // other white space
    Mark,  // other ASCII, controls included
    Beyond,
    End,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Mark; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'A'..=b'Z' => Class::Upper,
            b'a'..=b'z' => Class::Lower,
            b'0'..=b'9' => Class::Digit,
            b'\r' | b'\n' => Class::Break,
            b' ' | b'\t' | 0x0B | 0x0C => Class::Space,
            0x80.. => Class::Beyond,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

/// The pieces of a text in order; together they are the text.
pub struct Pieces<'a> {
    tokenizer: &'a Tokenizer,
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn of(tokenizer: &'a Tokenizer, text: &'a str) -> Self {
        Self { tokenizer, text, at: 0 }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let piece = match ascii_piece(rest.as_bytes()) {
            Some(length) => &rest[..length],
            None => self.tokenizer.split(rest).next()?,
        };
        self.at += piece.len();
        Some(piece)
    }
}

#[inline]
fn class(text: &[u8], at: usize) -> Class {
    text.get(at).map_or(Class::End, |byte| CLASSES[*byte as usize])
}

/// The length of the piece that `text` begins with; nothing where a character beyond ASCII takes
/// part in the decision. The steps follow the alternatives of the pattern.
#[inline]
fn ascii_piece(text: &[u8]) -> Option<usize> {
    let first = class(text, 0);
    let word = usize::from(matches!(first, Class::Space | Class::Mark));
    if matches!(first, Class::Upper | Class::Lower) || word == 1 {
        let mut at = word;
        while class(text, at) == Class::Upper {
            at += 1;
        }
        while class(text, at) == Class::Lower {
            at += 1;
        }
        if class(text, at) == Class::Beyond {
            return None;
        }
        if at > word {
            return Some(at + contraction(text, at)?);
        }
    }
    match first {
        Class::Digit => digits(text),
        Class::Mark => marks(text, 0),
        Class::Space if text[0] == b' ' && class(text, 1) == Class::Mark => marks(text, 1),
        Class::Space | Class::Break => white_space(text),
        _ => None,
    }
}

/// The length of "'s", "'ll" and the like at `at`. Beyond ASCII there is one more letter s.
#[inline]
fn contraction(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) != Some(&b'\'') {
        return Some(0);
    }
    let letter = |at: usize| text.get(at).map_or(0, u8::to_ascii_lowercase);
    match (letter(at + 1), letter(at + 2)) {
        (b's' | b't' | b'm' | b'd', _) => Some(2),
        (b'r' | b'v', b'e') | (b'l', b'l') => Some(3),
        (0x80.., _) => None,
        _ => Some(0),
    }
}

fn digits(text: &[u8]) -> Option<usize> {
    let length = (1..3).find(|at| class(text, *at) != Class::Digit).unwrap_or(3);
    (length == 3 || class(text, length) != Class::Beyond).then_some(length)
}

fn marks(text: &[u8], begin: usize) -> Option<usize> {
    let mut at = begin;
    while class(text, at) == Class::Mark {
        at += 1;
    }
    if class(text, at) == Class::Beyond {
        return None;
    }
    while matches!(text.get(at), Some(b'\r' | b'\n' | b'/')) {
        at += 1;
    }
    Some(at)
}

/// Up to its last line break; without one all but the last, which goes with what follows.
fn white_space(text: &[u8]) -> Option<usize> {
    let mut breaks = 0;
    let mut at = 0;
    while let found @ (Class::Space | Class::Break) = class(text, at) {
        at += 1;
        if found == Class::Break {
            breaks = at;
        }
    }
    match class(text, at) {
        Class::Beyond => None,
        _ if breaks > 0 => Some(breaks),
        Class::End => Some(at),
        _ => Some(at.max(2) - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokenizer;

    fn assert_cut_alike(text: &str) {
        let quick: Vec<&str> = Pieces::of(tokenizer(), text).collect();
        let engine: Vec<&str> = tokenizer().split(text).collect();
        assert_eq!(quick, engine, "{text:?}");
    }

    /// One of every class, what contractions are made of, and from beyond ASCII a letter, an s, a
    /// combining mark, white space, a quotation mark and a number.
    const LETTERS: &[char] = &[
        'a', 'T', '\'', '1', ' ', '\t', '\n', '\r', '/', '.', 's', 'é', 'ſ', '\u{301}', '\u{a0}',
        '“', '²', 'L', 'l', 'r', 'V', 'e', 'm', 'd', '\u{1c}', '\u{7f}', '日',
    ];

    #[test]
    fn every_short_text_is_cut_as_the_engine_does() {
        let mut texts = vec![String::new()];
        for length in 1..=3 {
            let longer = |text: &String| {
                let text = text.clone();
                LETTERS.iter().map(move |letter| format!("{text}{letter}"))
            };
            texts = texts.iter().flat_map(longer).collect();
            assert_eq!(texts.len(), LETTERS.len().pow(length));
            texts.iter().for_each(|text| assert_cut_alike(text));
        }
    }

    #[test]
    fn long_texts_of_any_letters_are_cut_as_the_engine_does() {
        let mut state = 1u64;
        let mut below = |limit: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % limit
        };
        for _ in 0..40_000 {
            let length = below(24);
            let text: String = (0..length).map(|_| LETTERS[below(LETTERS.len())]).collect();
            assert_cut_alike(&text);
        }
    }

    #[test]
    fn what_people_write_is_cut_as_the_engine_does() {
        for text in [
            include_str!("tokens.rs"),
            include_str!("pieces.rs"),
            "I'll DON'T they'Re we'VE it'S 'tis rock'n'roll 1234567 x=3.14e-10;\r\n\r\n  indented\n",
            "naïve café — “quotes”… 日本語のテキスト\u{3000}  \u{a0} end   ",
        ] {
            assert_cut_alike(text);
        }
    }
}
