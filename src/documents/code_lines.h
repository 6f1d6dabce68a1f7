// Finding source code in a page whose code has lost its fences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator::documents {

enum class Lean : std::uint8_t { kCode, kMaybe, kProse };

/// What a line looks like by itself. `line` has no Markdown links.
Lean code_lean(std::string_view line);

/// Small English words ("the", "is", "which") outside quotes and comments.
int function_words(std::string_view line);

/// A sentence of prose: a capital, at least six words of which two are function words, and a full
/// stop or colon.
bool is_sentence_of_prose(std::string_view line);

/// "c", "cpp", "fortran", "python", "shell", "java", "javascript", "json", "xml", or "text" where
/// it cannot be told.
std::string code_language(const std::vector<std::string_view>& lines);

/// A listing that a crawler flattened to one line with its line numbers (`14 { 15 int a; 16 …`):
/// its lines again, without the numbers; empty where `line` is no such listing.
std::vector<std::string> numbered_listing(std::string_view line);

}  // namespace generator::documents
