// Words whose full stop need not end a sentence, in lower case and without it; for sentence.cc.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace generator::measure {

// Of all below.
inline constexpr std::size_t kLongestAbbreviation = 6;

// Never the end of a sentence.
inline constexpr std::array<std::string_view, 30> kOpenAbbreviations = {
    "e.g", "i.e",    "cf",  "vs",   "viz",  "dr",     "mr",   "mrs",  "ms",    "prof",
    "st",  "approx", "ca",  "resp", "incl", "excl",   "dept", "univ", "a.k.a", "eg",
    "ie",  "esp",    "gen", "col",  "rev",  "messrs", "ibid", "nb",   "z.b",   "d.h"};
// Abbreviations only before a number or a single capital.
inline constexpr std::array<std::string_view, 30> kNumberedAbbreviations = {
    "fig",  "figs", "eq",  "eqs", "no",   "nos", "vol", "vols", "sec", "sect",
    "ch",   "chap", "tab", "ref", "refs", "p",   "pp",  "app",  "ex",  "art",
    "para", "par",  "ver", "v",   "alg",  "thm", "def", "lem",  "ed",  "pt"};
// The end only before a word that begins sentences.
inline constexpr std::array<std::string_view, 24> kNameAbbreviations = {
    "al",  "inc", "ltd", "corp", "co",  "jr",  "sr",  "bros", "u.s",  "u.k", "u.n", "e.u",
    "jan", "feb", "mar", "apr",  "jun", "jul", "aug", "sep",  "sept", "oct", "nov", "dec"};
inline constexpr std::array<std::string_view, 44> kStarters = {
    "The",  "This",    "That", "These", "Those",  "It",      "Its",   "In",    "If",
    "When", "While",   "For",  "To",    "A",      "An",      "We",    "You",   "They",
    "He",   "She",     "I",    "As",    "At",     "By",      "On",    "There", "Then",
    "Thus", "However", "But",  "And",   "Or",     "Note",    "See",   "Use",   "Each",
    "All",  "Some",    "With", "After", "Before", "Because", "Since", "Here"};

// Before a letter that is a name of its own: "Appendix A. The …".
inline constexpr std::array<std::string_view, 20> kLettered = {
    "Appendix", "Figure", "Section", "Table",  "Chapter", "Type",     "Class",
    "Part",     "Step",   "Option",  "Visual", "Annex",   "Plan",     "Case",
    "Group",    "Level",  "Drive",   "Phase",  "Room",    "Objective"};

}  // namespace generator::measure
