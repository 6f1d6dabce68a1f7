// One loop over the lines of a page: each kind of block has its reader, the first that knows the
// line takes it. Pages come from two worlds: written by hand (wrapped paragraphs, fences) and
// crawled (a line a paragraph, no fences, the site's frame around). Nothing here asks which; the
// readers know both spellings.

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/clean.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"
#include "documents/lists.h"
#include "documents/prepare.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

constexpr std::size_t kLongestListItemCode =
    6;  // lines; a longer listing in an item stands on its own

class Cleaner {
 public:
  explicit Cleaner(std::string_view source) : text_(normalised(source)) {
    page_ = prepare(text_, out_.title);
  }

  CleanPage clean() {
    one_line_ = has_one_line_paragraphs(page_);
    for (at_ = page_.next(0); at_ < page_.size(); at_ = page_.next(at_)) step();
    drop_empty_sections();
    set_title();
    out_.links = std::move(page_.links);
    out_.removals = std::move(page_.removals);
    return std::move(out_);
  }

 private:
  void step() {
    const std::string_view raw = page_.line(at_);
    Marker marker;
    if (text::trim(raw).empty()) {
      ++at_;
    } else if (is_fence(raw)) {
      fence();
    } else if (text::trim(raw).starts_with("$$")) {
      formula();
    } else if (html_block()) {
    } else if (heading_level(raw) > 0) {
      heading();
    } else if (is_table_at(page_, at_)) {
      table();
    } else if (read_marker(raw, marker)) {
      list();
    } else if (code()) {
    } else if (is_underlined()) {
      underlined();
    } else if (is_rule(raw)) {
      ++at_;
    } else {
      paragraph();
    }
  }

  void fence() {
    const std::string_view open = text::trim(page_.line(at_));
    const std::string mark(open.substr(0, std::min(open.size(), open.find_first_not_of(open[0]))));
    std::string_view info = text::trim(open.substr(mark.size()));
    if (info.starts_with("{")) info = info.substr(1, info.find_first_of("} ") - 1);
    std::string language(info.substr(0, info.find_first_of(" {,")));
    while (!language.empty() && language.front() == '.') language.erase(0, 1);
    const std::size_t indent = indent_of(page_.line(at_));
    const bool shows_markup = language == "md" || language == "markdown" || language == "html";
    std::vector<std::string> lines;
    for (++at_; at_ < page_.size(); ++at_) {
      std::string_view raw = page_.line(at_);
      const std::string_view s = text::trim(raw);
      if (s.starts_with(mark) && s.find_first_not_of(mark[0]) == std::string_view::npos) break;
      raw.remove_prefix(std::min({indent, indent_of(raw), raw.size()}));
      lines.push_back(shows_markup ? std::string(text::trim_right(raw))
                                   : page_.take(read_code(raw)));
    }
    if (at_ < page_.size()) ++at_;
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
    if (lines.empty()) return;
    const std::vector<std::string_view> views(lines.begin(), lines.end());
    if (language.empty()) language = code_language(views);
    push(BlockKind::kCode, fenced(text::join(lines, "\n"), language));
  }

  void formula() {
    std::string formula;
    const std::size_t begin = at_;
    for (; at_ < page_.size() && at_ < begin + 200; ++at_) {
      const std::string_view s = text::trim_right(page_.line(at_));
      if (!formula.empty()) formula += '\n';
      formula += s;
      const bool closes = s.ends_with("$$") && (at_ > begin || text::trim(s).size() > 3);
      if (closes) break;
    }
    if (at_ < page_.size()) ++at_;
    if (!text::trim(formula).ends_with("$$") || text::trim(formula).size() < 4) {
      at_ = begin;
      paragraph();
      return;
    }
    push(BlockKind::kFormula, formula);
  }

  // `<table>`, `<pre>` and lists written as HTML are read as HTML; the result is clean text of its
  // own.
  bool html_block() {
    const std::string_view s = text::trim(page_.line(at_));
    for (const std::string_view element : {"table", "pre", "ul", "ol", "dl"}) {
      const std::string open = "<" + std::string(element);
      if (!text::starts_with_ignoring_case(s, open) || s.size() <= open.size() ||
          text::is_alpha(s[open.size()]))
        continue;
      const std::string close = "</" + std::string(element) + ">";
      std::string html;
      std::size_t end = at_;
      bool is_closed = false;
      while (!is_closed && end < page_.size() && end < at_ + 2000) {
        html += page_.line(end);
        html += '\n';
        is_closed = text::contains(text::to_lower(page_.line(end)), close);
        ++end;
      }
      if (!is_closed) return false;
      std::string ignored;
      CleanPage inner = clean_markdown(html_to_markdown(html, ignored));
      for (Block& block : inner.blocks) out_.blocks.push_back(std::move(block));
      for (Link& link : inner.links) page_.links.push_back(std::move(link));
      for (const Removal& removal : inner.removals.all())
        page_.removals.add(removal.kind, static_cast<std::size_t>(removal.bytes), removal.count);
      at_ = end;
      return true;
    }
    return false;
  }

  void heading() {
    const std::string_view raw = page_.line(at_);
    const int level = heading_level(raw);
    std::string_view s = text::trim(raw);
    s.remove_prefix(static_cast<std::size_t>(level));
    const std::string_view closed = text::trim_right(s.substr(0, s.find_last_not_of('#') + 1));
    if (closed.empty() || closed.back() != '\\')
      s = closed.size() + 1 < s.size() && s[closed.size()] == ' ' ? closed : s;
    std::size_t end = at_ + 1;
    if (text::trim(s).empty() && !page_.is_blank(end) && page_.line(end).size() <= 100 &&
        heading_level(page_.line(end)) == 0 && !is_table_at(page_, end)) {
      s = text::trim(page_.line(end));  // a crawler's line break after the marks
      ++end;
    }
    Inline read = read_prose(text::trim(s), page_.targets);
    for (const std::string_view mark : {"#", "¶", "§", "🔗"}) {  // a link to the heading itself
      if (read.links.empty() || read.links.back().text != mark || !read.text.ends_with(mark))
        continue;
      read.text =
          text::trim_right(std::string_view(read.text).substr(0, read.text.size() - mark.size()));
      read.links.pop_back();
    }
    read.text = without_emphasis(read.text);
    if (is_contents_heading(read.text) && contents_follow(end)) {
      page_.drop(at_, "table_of_contents");
      lead_in_ = read.text;
      at_ = end;
      return;
    }
    at_ = end;
    add_heading(level, page_.take(std::move(read)));
  }

  void add_heading(int level, const std::string& title) {
    if (title.empty()) return;
    if (!out_.blocks.empty() && repeats(out_.blocks.back(), level, title)) {
      page_.removals.add("repeated_title", out_.blocks.back().text.size() + 1);
      out_.blocks.pop_back();
    }
    push(BlockKind::kHeading, std::string(static_cast<std::size_t>(level), '#') + " " + title);
    out_.blocks.back().level = level;
    lead_in_ = title;
  }

  // A page's title, said once more in the site's words right above its heading.
  bool repeats(const Block& block, int level, const std::string& title) const {
    if (block.kind != BlockKind::kParagraph) return false;
    const bool is_part = text::contains(title, block.text) || text::contains(block.text, title);
    return block.text == title || (level == 1 && out_.blocks.size() == 1 && is_part &&
                                   block.text.size() <= 80 && !block.text.ends_with("."));
  }

  static std::string without_emphasis(const std::string& s) {
    for (const std::string_view mark : {"**", "__", "*", "_"})
      if (s.size() > 2 * mark.size() && s.starts_with(mark) && s.ends_with(mark) &&
          s.find(mark, mark.size()) == s.size() - mark.size())
        return s.substr(mark.size(), s.size() - 2 * mark.size());
    return s;
  }

  bool contents_follow(std::size_t from) const {
    std::size_t next = page_.next(from);
    while (next < page_.size() && page_.is_blank(next)) next = page_.next(next + 1);
    Marker marker;
    return read_marker(page_.line(next), marker) && text::contains(page_.line(next), "](");
  }

  void table() {
    const std::size_t begin = at_;
    std::optional<Table> read = read_table(page_, at_);
    at_ = read->end;
    Inline head;
    for (const Inline& cell : read->header) {
      if (!head.text.empty() && !cell.text.empty()) head.text += ' ';
      head.text += cell.text;
      head.link_bytes += cell.link_bytes;
      head.links.insert(head.links.end(), cell.links.begin(), cell.links.end());
    }
    if (read->is_figure && boilerplate_kind(head).empty()) return page_.drop(begin, at_, "figure");
    if (const auto kind = boilerplate_kind(head); !kind.empty())
      return page_.drop(begin, at_, kind);
    if (read->header.size() == 1) return single_column(*read);
    if (read->rows.empty()) return page_.drop(begin, at_, "empty_table");
    if (!read->caption.empty()) add_caption(read->caption);
    std::vector<std::string> header;
    for (Inline& cell : read->header) header.push_back(page_.take(std::move(cell)));
    std::vector<std::vector<std::string>> rows;
    for (auto& row : read->rows) {
      rows.emplace_back();
      for (Inline& cell : row) rows.back().push_back(page_.take(std::move(cell)));
    }
    push(BlockKind::kTable, to_markdown(header, rows));
  }

  // A caption that repeats the line or heading above it is said once.
  void add_caption(const std::string& caption) {
    if (!out_.blocks.empty()) {
      const Block& last = out_.blocks.back();
      const bool repeats = last.text == caption || (last.kind == BlockKind::kHeading &&
                                                    last.text.ends_with("# " + caption));
      if (repeats) return;
    }
    push(BlockKind::kParagraph, caption);
    out_.blocks.back().is_caption = true;
  }

  void single_column(Table& table) {
    const std::string head = page_.take(std::move(table.header[0]));
    if (!head.empty()) add_caption(head);
    for (auto& row : table.rows) {
      const std::vector<std::string> listing = numbered_listing(row[0].text);
      if (!listing.empty()) {
        const std::vector<std::string_view> views(listing.begin(), listing.end());
        const std::string code = text::join(listing, "\n");
        page_.take(std::move(row[0]));
        push(BlockKind::kCode, fenced(code, code_language(views)));
      } else {
        push(BlockKind::kParagraph, page_.take(std::move(row[0])));
      }
    }
  }

  void list() {
    const std::size_t begin = at_;
    List read = read_list(page_, at_);
    at_ = std::max(read.end, at_ + 1);
    if (read.has_figure) return page_.drop(begin, at_, "figure");
    std::vector<Inline> inlines;
    for (const ListItem& item : read.items)
      if (!item.inlines.empty()) inlines.push_back(item.inlines[0]);
    if (const auto kind = boilerplate_list_kind(inlines, lead_in_, out_.blocks.empty());
        !kind.empty())
      return page_.drop(begin, at_, kind);
    for (ListItem& item : read.items)
      for (Inline& inline_text : item.inlines) page_.take(inline_text);
    std::erase_if(read.items, [](const ListItem& item) { return item.parts.empty(); });
    if (read.items.empty()) return;
    const std::vector<std::string> names = std::exchange(tabs_, {});
    if (holds_listings(read)) return listings(read, names);
    for (ListItem& item : read.items) mark_code(item);
    push(BlockKind::kList, to_markdown(read.items));
  }

  static bool holds_listings(const List& list) {
    for (const ListItem& item : list.items)
      for (const ItemPart& part : item.parts)
        if (part.is_code && std::count(part.text.begin(), part.text.end(), '\n') >=
                                static_cast<std::ptrdiff_t>(kLongestListItemCode))
          return true;
    return false;
  }

  // Tabs of a page (`**C****Fortran**` and an item a tab), or a list that is only there to indent
  // listings.
  void listings(const List& list, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      if (i < names.size()) push(BlockKind::kParagraph, "**" + names[i] + "**");
      if (i < names.size()) out_.blocks.back().is_caption = true;
      for (const ItemPart& part : list.items[i].parts)
        push(part.is_code ? BlockKind::kCode : BlockKind::kParagraph,
             part.is_code ? fenced(part.text, part.language) : part.text);
    }
  }

  static void mark_code(ListItem& item) {
    for (ItemPart& part : item.parts)
      if (!part.is_code && part.text.ends_with(";") && !text::contains(part.text, "`") &&
          code_lean(part.text) == Lean::kCode)
        part.text = "`" + part.text + "`";
  }

  bool code() {
    const std::size_t begin = at_;
    const bool is_expected = lead_in_.ends_with(":") || is_caption(lead_in_) ||
                             (!out_.blocks.empty() && out_.blocks.back().is_caption);
    std::optional<CodeRun> run = read_indented_code(page_, at_);
    if (!run) run = read_code_run(page_, at_, is_expected);
    if (!run) return false;
    at_ = run->end;
    for (std::size_t i = begin; i < at_; ++i) {
      Inline read = read_code(page_.line(i));
      if (!page_.gone[i] && !read.links.empty()) page_.take(std::move(read));
    }
    push(BlockKind::kCode, fenced(text::join(run->lines, "\n"), run->language));
    return true;
  }

  bool is_underlined() const {
    const std::string_view under = text::trim(page_.line(at_ + 1));
    if (under.size() < 2 || page_.gone[std::min(at_ + 1, page_.size() - 1)] ||
        delimiter_columns(page_.line(at_ + 1)) > 0)
      return false;
    return under.find_first_not_of('=') == std::string_view::npos ||
           under.find_first_not_of('-') == std::string_view::npos;
  }

  void underlined() {
    const int level = text::trim(page_.line(at_ + 1)).front() == '=' ? 1 : 2;
    Inline read = read_prose(page_.line(at_), page_.targets);
    const bool names_file = is_caption(read.text) || (read.text.find(' ') == std::string::npos &&
                                                      text::contains(read.text, "."));
    const bool before_code = code_lean(read_code(page_.line(at_ + 2)).text) == Lean::kCode;
    at_ += 2;
    std::string title = page_.take(std::move(read));
    if (names_file && before_code) {
      push(BlockKind::kParagraph, title);
      out_.blocks.back().is_caption = true;
      lead_in_ = title;
      return;
    }
    add_heading(level, without_emphasis(title));
  }

  void paragraph() {
    const std::size_t begin = at_;
    if (const auto kind = boilerplate_kind(read_prose(page_.line(at_), page_.targets));
        !kind.empty())
      return page_.drop(at_++, kind);
    std::string joined;
    do {
      const std::string_view raw = page_.line(at_);
      const bool breaks = raw.ends_with("  ") || raw.ends_with("\\");
      std::string_view s = text::trim(raw);
      if (s.ends_with("\\")) s.remove_suffix(1);
      if (s.starts_with("> ") || s == ">") s = text::trim(s.substr(1));
      joined += s;
      at_ = page_.next(at_ + 1);
      if (!one_line_ && at_ < page_.size()) joined += breaks ? '\n' : ' ';
    } while (!one_line_ && goes_on());
    Inline read = read_lines(joined);
    if (const auto kind = boilerplate_kind(read); !kind.empty())
      return page_.drop(begin, at_, kind);
    if (read.has_image && is_caption_only(read)) return page_.drop(begin, at_, "figure");
    if (tab_names(read.text)) return;
    if (read.text.empty()) return;
    if (!out_.blocks.empty() && out_.blocks.back().kind == BlockKind::kHeading &&
        out_.blocks.back().text.ends_with("# " + read.text))
      return page_.drop(begin, at_, "repeated_title");
    std::string shown = page_.take(std::move(read));
    lead_in_ = shown;
    push(BlockKind::kParagraph, shown);
    out_.blocks.back().is_caption = is_caption(shown);
  }

  Inline read_lines(std::string_view joined) const {
    Inline all;
    for (const std::string_view line : text::split(joined, '\n')) {
      Inline read = read_prose(line, page_.targets);
      if (!all.text.empty() && !read.text.empty()) all.text += '\n';
      all.text += read.text;
      all.has_image = all.has_image || read.has_image;
      all.link_bytes += read.link_bytes;
      all.removed_bytes += read.removed_bytes;
      all.links.insert(all.links.end(), read.links.begin(), read.links.end());
    }
    return all;
  }

  bool goes_on() {
    const std::string_view raw = page_.line(at_);
    Marker marker;
    if (at_ >= page_.size() || page_.is_blank(at_) || is_fence(raw) || heading_level(raw) > 0)
      return false;
    if (is_rule(raw) || is_underlined() || is_table_at(page_, at_) ||
        text::trim(raw).starts_with("$$"))
      return false;
    if (read_marker(raw, marker)) return marker.number > 1;
    return !read_code_run(page_, at_, false).has_value();
  }

  // An image with nothing, or with its caption and no sentence.
  static bool is_caption_only(const Inline& read) {
    return read.text.size() <= 200 && function_words(read.text) <= 4 && !read.text.ends_with(".");
  }

  // `**Fortran 2003****Fortran (Obsolete)**`: the tabs over the items of the next list.
  bool tab_names(const std::string& s) {
    if (!s.starts_with("**") || !s.ends_with("**") || s.find("****") == std::string::npos)
      return false;
    const std::string inside = s.substr(2, s.size() - 4);
    std::size_t begin = 0;
    for (std::size_t at = inside.find("****");; at = inside.find("****", begin)) {
      tabs_.push_back(inside.substr(begin, at - begin));
      if (at == std::string::npos) break;
      begin = at + 4;
    }
    return true;
  }

  void push(BlockKind kind, std::string text) {
    if (text::trim(text).empty()) return;
    if (kind != BlockKind::kParagraph) lead_in_.clear();
    Block block;
    block.kind = kind;
    block.text = std::move(text);
    out_.blocks.push_back(std::move(block));
  }

  // A heading with nothing under it says nothing; the last heading of a path of them least of all.
  void drop_empty_sections() {
    std::vector<Block> kept;
    for (std::size_t i = out_.blocks.size(); i-- > 0;) {
      Block& block = out_.blocks[i];
      const bool is_empty = block.kind == BlockKind::kHeading && block.level > 1 &&
                            (kept.empty() || (kept.back().kind == BlockKind::kHeading &&
                                              kept.back().level <= block.level));
      if (is_empty)
        page_.removals.add("empty_section", block.text.size() + 1);
      else
        kept.push_back(std::move(block));
    }
    std::reverse(kept.begin(), kept.end());
    out_.blocks = std::move(kept);
  }

  void set_title() {
    if (!out_.title.empty()) return;
    for (const int wanted : {1, 0})
      for (const Block& block : out_.blocks)
        if (block.kind == BlockKind::kHeading && (wanted == 0 || block.level == wanted)) {
          out_.title = block.text.substr(static_cast<std::size_t>(block.level) + 1);
          return;
        }
  }

  std::string text_;
  Page page_;
  std::size_t at_ = 0;
  bool one_line_ = false;
  std::string lead_in_;            // the paragraph or heading right before this line
  std::vector<std::string> tabs_;  // of the next list
  CleanPage out_;
};

}  // namespace

CleanPage clean_markdown(std::string_view text) { return Cleaner(text).clean(); }

}  // namespace generator::documents
