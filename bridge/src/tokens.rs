//! Exact token counts for `o200k_base`, the vocabulary of OpenAI's current models.
//!
//! Text is first cut into pieces by a pattern (words, numbers, runs of signs and of space), and
//! each piece is encoded alone: the count of a text is the sum over its pieces. Texts repeat their
//! words, so the counts of short pieces are remembered ([`Known`]), and few are encoded at all. An
//! [`Index`] keeps the sums for one document, so that counting any range of it costs the pieces at
//! the range's two ends only. It gives the same number as counting the range as a text of its own.

use std::cell::RefCell;
use std::sync::LazyLock;

use bpe_openai::Tokenizer;

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{borrow_shared, guard, hand_over, silence_panics, take_back, GbSlice, GbText};
use crate::pieces::Pieces;

/// The tables as `build.rs` packed them; `bpe_openai::o200k_base()` would put 32 MB of them into
/// the program. The patterns are o200k_base's; `(…, true)`: the last character is looked at only.
static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/o200k_base.zst"));
    let size = include_str!(concat!(env!("OUT_DIR"), "/o200k_base.size")).parse().expect("a size");
    let tables = zstd::bulk::decompress(packed, size).expect("the packed tables");
    let encoding = rmp_serde::from_slice(&tables).expect("the tables");
    let words = [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+$",
    ]
    .join("|");
    let patterns = [(words.as_str(), false), (r"\s+\s", true), (r"\s+", false)];
    Tokenizer::new_lookahead(encoding, &patterns, false).expect("the patterns")
});

pub fn tokenizer() -> &'static Tokenizer {
    &TOKENIZER
}

/// The counts of pieces that were met lately, each at the one place that its hash gives it: a
/// newcomer takes the place of another, so the size never changes. A key is the piece itself,
/// bytes and length, so no two pieces are taken for each other; longer ones are not remembered.
struct Known {
    places: Vec<(u128, usize)>,
}

impl Known {
    const PLACES: usize = 1 << 14; // half a megabyte a thread
    const LONGEST: usize = 15;

    fn new() -> Self {
        Self { places: vec![(0, 0); Self::PLACES] }
    }

    fn tokens(&mut self, piece: &str) -> usize {
        let piece = piece.as_bytes();
        if piece.len() > Self::LONGEST {
            return tokenizer().bpe.count(piece);
        }
        let mut bytes = [0; 16];
        bytes[..piece.len()].copy_from_slice(piece);
        bytes[Self::LONGEST] = piece.len() as u8;
        let key = u128::from_le_bytes(bytes);
        let mixed =
            (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = &mut self.places[mixed as usize >> (64 - Self::PLACES.trailing_zeros())];
        if place.0 != key {
            *place = (key, tokenizer().bpe.count(piece));
        }
        place.1
    }

    fn count(&mut self, text: &str) -> usize {
        pieces(text).map(|piece| self.tokens(piece)).sum()
    }
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(Known::new());
}

fn pieces(text: &str) -> Pieces<'_> {
    Pieces::of(tokenizer(), text)
}

pub fn count(text: &str) -> usize {
    KNOWN.with_borrow_mut(|known| known.count(text))
}

/// The byte length of a prefix with at most `limit` tokens that ends between two characters.
///
/// The prefix is the longest but for a few characters: at its end a piece is cut, and a longer
/// cut of that piece may, rarely, take fewer tokens than a shorter one.
pub fn prefix(text: &str, limit: usize) -> usize {
    let mut used = 0;
    let mut start = 0;
    let too_long = KNOWN.with_borrow_mut(|known| {
        pieces(text).find(|piece| {
            let tokens = known.tokens(piece);
            if used + tokens > limit {
                return true;
            }
            used += tokens;
            start += piece.len();
            false
        })
    });
    too_long.map_or(text.len(), |piece| cut_piece(text, start, piece.len(), limit - used))
}

fn cut_piece(text: &str, start: usize, length: usize, room: usize) -> usize {
    let piece = &text.as_bytes()[start..start + length];
    let mut encoder = bpe_openai::appendable_encoder::AppendableEncoder::new(&tokenizer().bpe);
    let mut best = 0;
    for (at, byte) in piece.iter().enumerate() {
        encoder.push(*byte);
        let tokens = encoder.token_count();
        if tokens <= room && text.is_char_boundary(start + at + 1) {
            best = at + 1;
        }
        // No later cut can be shorter than this by so much.
        if tokens > room + 64 {
            break;
        }
    }
    // A cut piece may itself be split otherwise than as part of the whole.
    while best > 0 && count(&text[start..start + best]) > room {
        best -= 1;
        while !text.is_char_boundary(start + best) {
            best -= 1;
        }
    }
    start + best
}

/// The pieces of one document: where each ends and how many tokens lie before that.
pub struct Index {
    text: String,
    ends: Vec<u32>,
    tokens: Vec<u32>,
}

impl Index {
    pub fn new(text: &str) -> Outcome<Self> {
        if text.len() > u32::MAX as usize / 2 {
            return Err(Failure::invalid("a text of more than 2 GiB"));
        }
        let mut index = Self { text: text.to_string(), ends: vec![0], tokens: vec![0] };
        let (mut end, mut tokens) = (0, 0);
        KNOWN.with_borrow_mut(|known| {
            for piece in pieces(text) {
                end += piece.len() as u32;
                tokens += known.tokens(piece) as u32;
                index.ends.push(end);
                index.tokens.push(tokens);
            }
        });
        Ok(index)
    }

    /// The tokens of `text[begin..end]` as a text of its own.
    pub fn count(&self, begin: usize, end: usize) -> Outcome<usize> {
        let whole = begin <= end && end <= self.text.len();
        if !whole || !self.text.is_char_boundary(begin) || !self.text.is_char_boundary(end) {
            let size = self.text.len();
            return Err(Failure::invalid(format!(
                "no range {begin}..{end} between characters of a text of {size} bytes"
            )));
        }
        let range = &self.text[begin..end];
        // Pieces that end by here are cut alike in the range and in the whole: what a piece takes
        // depends on what follows only up to the next character that is not white space.
        let settled = begin + range.trim_end().len();
        let last = self.ends.partition_point(|piece_end| *piece_end as usize <= settled) - 1;
        let (mut used, mut at) = (0usize, begin);
        let tokens = KNOWN.with_borrow_mut(|known| {
            for piece in pieces(range) {
                if let Ok(first) = self.ends.binary_search(&(at as u32)) {
                    if first < last {
                        let middle = (self.tokens[last] - self.tokens[first]) as usize;
                        let rest = &self.text[self.ends[last] as usize..end];
                        return used + middle + known.count(rest);
                    }
                }
                used += known.tokens(piece);
                at += piece.len();
            }
            used
        });
        Ok(tokens)
    }
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_tokens_count(
    text: GbSlice,
    tokens: *mut usize,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let text = unsafe { text.text("the text") }?;
        unsafe { tokens.write(count(text)) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_tokens_prefix(
    text: GbSlice,
    limit: usize,
    bytes: *mut usize,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let text = unsafe { text.text("the text") }?;
        unsafe { bytes.write(prefix(text, limit)) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_tokens_index_new(
    text: GbSlice,
    index: *mut *mut Index,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let text = unsafe { text.text("the text") }?;
        unsafe { hand_over(index, Index::new(text)?) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_tokens_index_count(
    index: *const Index,
    begin: usize,
    end: usize,
    tokens: *mut usize,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        let index = unsafe { borrow_shared(index) }?;
        unsafe { tokens.write(index.count(begin, end)?) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_tokens_index_free(index: *mut Index) {
    unsafe { take_back(index) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_tables_encode_as_the_original() {
        let original = bpe_openai::o200k_base();
        let mut words = String::new();
        for (at, step) in (0..20_000u32).zip([3u32, 7, 11].into_iter().cycle()) {
            let letter = char::from_u32(at * step % 0x3000).unwrap_or(' ');
            words.push(if at % 5 == 0 { ' ' } else { letter });
        }
        for text in [TEXT, words.as_str(), include_str!("tokens.rs")] {
            assert_eq!(tokenizer().encode(text), original.encode(text));
        }
    }

    const TEXT: &str = "The file's H5Pset_libver_bounds() isn't 1234567 long.\n\n   Indented  code;\r\n\
        \tfoo->bar[0] = 'x';   \n\n\n日本語のテキスト — “quotes”… I'll DON'T   \n x  \u{3000} end!!!\n";

    #[test]
    fn a_known_text_has_the_known_count() {
        // Published by OpenAI's tiktoken for o200k_base.
        assert_eq!(count("hello world"), 2);
        assert_eq!(count(""), 0);
        assert_eq!(count("tiktoken is great!"), 6);
    }

    #[test]
    fn a_range_counts_as_a_text_of_its_own() {
        let text = TEXT.repeat(3);
        let index = Index::new(&text).unwrap();
        let cuts: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for (i, begin) in cuts.iter().enumerate() {
            for end in &cuts[i..] {
                let alone = count(&text[*begin..*end]);
                assert_eq!(index.count(*begin, *end).unwrap(), alone, "{:?}", &text[*begin..*end]);
            }
        }
        assert!(index.count(0, text.len() + 1).is_err());
    }

    #[test]
    fn a_prefix_never_exceeds_the_limit_and_nearly_fills_it() {
        for limit in 0..count(TEXT) + 2 {
            let end = prefix(TEXT, limit);
            let tokens = count(&TEXT[..end]);
            assert!(tokens <= limit, "{tokens} > {limit}");
            assert!(tokens + 3 >= limit.min(count(TEXT)), "{tokens} of {limit}");
        }
        assert_eq!(prefix(TEXT, 1000), TEXT.len());
    }
}
