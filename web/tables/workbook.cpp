#include "web/tables/workbook.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "engine/base/text.hpp"
#include "web/tables/archive.hpp"
#include "web/tables/markup.hpp"

namespace yellowsea::web {
namespace {

using Kind = MarkupNode::Kind;

constexpr std::size_t max_shared_texts = 200'000;

TableError wrong(std::size_t line, std::size_t column, std::string rule, std::string detail) {
  return {line, column, std::move(rule), std::move(detail)};
}

TableError wrong_file(const Problem& problem) {
  return wrong(1, 1, problem.code == ProblemCode::too_large ? "too_large" : "xlsx",
               "the workbook cannot be read: " + problem.detail);
}

// Days since 1970-01-01 as a civil date (Hinnant's algorithm).
std::string date_text(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_place = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_place + 2) / 5 + 1;
  const std::int64_t month = month_place < 10 ? month_place + 3 : month_place - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const auto padded = [](std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(text.size() < width ? width - text.size() : 0, '0') + text;
  };
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

// A format of ECMA-376, 18.8.31, that shows a day: d, m or y outside of quotes and brackets.
bool shows_date(const std::string& format) {
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char letter = format[at];
    if (letter == '"') quoted = !quoted;
    if (quoted) continue;
    if (letter == '\\') ++at;
    if (letter == '[') bracketed = true;
    if (letter == ']') bracketed = false;
    if (!bracketed && (letter == 'd' || letter == 'y' || letter == 'D' || letter == 'Y')) return true;
  }
  return false;
}

bool is_built_in_date(int format) {
  return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
         (format >= 50 && format <= 58);
}

int integer_of(const std::string& text, int otherwise) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() ? value : otherwise;
}

// What a sheet's cells refer to.
struct Book {
  std::string sheet;  // the first sheet's member
  bool counts_from_1904 = false;
  std::vector<std::string> texts;
  std::vector<bool> dates;  // by style
};

class BookReader {
 public:
  explicit BookReader(Archive& archive) : archive_(archive) {}

  Result<Book> read() {
    std::string relation;
    Book book;
    auto walked = walk("xl/workbook.xml", [&](const MarkupNode& node) {
      if (node.kind != Kind::start) return true;
      if (node.name == "workbookPr") {
        const std::string flag = node.attribute("date1904");
        book.counts_from_1904 = flag == "1" || flag == "true";
      }
      if (node.name == "sheet" && relation.empty()) relation = node.attribute("id");
      return true;
    });
    if (walked) walked = find_sheet(relation, book);
    if (walked) walked = read_texts(book);
    if (walked) walked = read_styles(book);
    if (!walked) return Failure(walked.error());
    return book;
  }

 private:
  Result<void> walk(const std::string& member, const std::function<bool(const MarkupNode&)>& visit) {
    const auto xml = archive_.read(member);
    if (!xml) return Failure(xml.error());
    return walk_markup(*xml, visit);
  }

  Result<void> find_sheet(const std::string& relation, Book& book) {
    auto walked = walk("xl/_rels/workbook.xml.rels", [&](const MarkupNode& node) {
      if (node.kind != Kind::start || node.name != "Relationship" || node.attribute("Id") != relation)
        return true;
      const std::string target = node.attribute("Target");
      book.sheet = target.starts_with("/") ? target.substr(1) : "xl/" + target;
      return false;
    });
    if (walked && book.sheet.empty()) return fail(ProblemCode::malformed, "xlsx", "it has no sheet");
    return walked;
  }

  Result<void> read_texts(Book& book) {
    if (!archive_.has("xl/sharedStrings.xml")) return {};
    bool shown = false;
    int phonetic = 0;  // readings of Japanese words stand beside them and are no part of the text
    bool too_many = false;
    auto walked = walk("xl/sharedStrings.xml", [&](const MarkupNode& node) {
      const bool starts = node.kind == Kind::start;
      if (node.kind == Kind::text && shown && phonetic == 0) book.texts.back() += node.text;
      if (node.name == "si" && starts) book.texts.emplace_back();
      if (node.name == "rPh") phonetic += starts ? 1 : -1;
      if (node.name == "t") shown = starts && !book.texts.empty();
      too_many = book.texts.size() > max_shared_texts;
      return !too_many;
    });
    if (too_many) return fail(ProblemCode::too_large, "texts", "it has too many texts");
    return walked;
  }

  Result<void> read_styles(Book& book) {
    if (!archive_.has("xl/styles.xml")) return {};
    std::set<int> own_dates;
    bool in_cells = false;
    return walk("xl/styles.xml", [&](const MarkupNode& node) {
      if (node.name == "cellXfs") in_cells = node.kind == Kind::start;
      if (node.kind != Kind::start) return true;
      const int format = integer_of(node.attribute("numFmtId"), 0);
      if (node.name == "numFmt" && shows_date(node.attribute("formatCode"))) own_dates.insert(format);
      if (node.name == "xf" && in_cells)
        book.dates.push_back(is_built_in_date(format) || own_dates.contains(format));
      return true;
    });
  }

  Archive& archive_;
};

class SheetReader {
 public:
  SheetReader(const Book& book, const TableLimits& limits) : book_(book), limits_(limits) {}

  tl::expected<Table, TableError> read(std::string_view xml) {
    const auto walked = walk_markup(xml, [&](const MarkupNode& node) {
      take(node);
      return !error_;
    });
    if (error_) return tl::unexpected(*error_);
    if (!walked) return tl::unexpected(wrong_file(walked.error()));
    if (table_.header.empty()) return tl::unexpected(wrong(1, 1, "empty", "the first sheet is empty"));
    // A sheet does not say how many cells a row has: those that are empty at its end are not there.
    for (TableRow& row : table_.rows) row.cells.resize(std::max(row.cells.size(), table_.header.size()));
    return std::move(table_);
  }

 private:
  void take(const MarkupNode& node) {
    if (node.kind == Kind::text) {
      if (in_value_ && phonetic_ == 0) value_ += node.text;
      return;
    }
    const bool starts = node.kind == Kind::start;
    if (in_cell_ && starts && (node.name == "row" || node.name == "c")) {
      // It would take the place of the one around it, which has its end still to come.
      error_ = wrong(line_, column_, "xlsx", "a row or a cell begins inside of the cell");
      return;
    }
    if (node.name == "row") return starts ? begin_row(node) : end_row();
    if (node.name == "c") return starts ? begin_cell(node) : end_cell();
    if (node.name == "rPh") phonetic_ += starts ? 1 : -1;
    if (node.name == "v" || node.name == "t") in_value_ = starts;
  }

  void begin_row(const MarkupNode& node) {
    const int said = integer_of(node.attribute("r"), 0);
    line_ = said > 0 ? static_cast<std::size_t>(said) : line_ + 1;
    cells_.clear();
    column_ = 0;
  }

  // A cell's place is in its reference ("AB12"); one without goes after the one before.
  void begin_cell(const MarkupNode& node) {
    std::size_t column = 0;
    for (const char letter : node.attribute("r")) {
      if (letter < 'A' || letter > 'Z' || column > limits_.columns) break;
      column = column * 26 + static_cast<std::size_t>(letter - 'A' + 1);
    }
    column_ = column > 0 ? column : column_ + 1;
    type_ = node.attribute("t");
    style_ = integer_of(node.attribute("s"), -1);
    value_.clear();
    in_cell_ = true;
    in_value_ = false;
  }

  void end_cell() {
    in_cell_ = false;
    if (value_.empty()) return;
    if (column_ > limits_.columns) {
      error_ = wrong(line_, column_, "too_many_columns",
                     "the row has more than " + std::to_string(limits_.columns) + " cells");
      return;
    }
    std::string text = cell_text();
    if (error_) return;
    total_ += text.size();
    if (total_ > limits_.bytes) {
      error_ = wrong(line_, column_, "too_large", "the sheet's texts are too long");
      return;
    }
    if (cells_.size() < column_) cells_.resize(column_);
    cells_[column_ - 1] = std::move(text);
  }

  std::string cell_text() {
    if (type_ == "s") {
      const int place = integer_of(value_, -1);
      if (place >= 0 && static_cast<std::size_t>(place) < book_.texts.size())
        return book_.texts[static_cast<std::size_t>(place)];
      error_ = wrong(line_, column_, "xlsx", "the cell refers to a text that is not there");
      return {};
    }
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "e") {
      error_ = wrong(line_, column_, "error_cell", "the cell holds the error " + value_);
      return {};
    }
    if (type_ == "inlineStr" || type_ == "str" || type_ == "d") return value_;
    return number_text();
  }

  std::string number_text() const {
    double number = 0;
    const auto parsed = std::from_chars(value_.data(), value_.data() + value_.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != value_.data() + value_.size() || !std::isfinite(number))
      return value_;
    const bool is_date = style_ >= 0 && static_cast<std::size_t>(style_) < book_.dates.size() &&
                         book_.dates[static_cast<std::size_t>(style_)];
    constexpr double latest = 2'958'465;  // 9999-12-31
    if (is_date && number >= 1 && number <= latest) {
      const auto days = static_cast<std::int64_t>(number);
      // Day 60 of the count from 1900 is 29 February 1900, which never was.
      if (book_.counts_from_1904) return date_text(days - 24107);
      return date_text(days < 60 ? days - 25568 : days - 25569);
    }
    constexpr double whole = 9'007'199'254'740'991;
    if (std::trunc(number) == number && std::fabs(number) <= whole)
      return std::to_string(static_cast<std::int64_t>(number));
    char text[32];
    const auto written = std::to_chars(text, text + sizeof text, number);
    return std::string(text, written.ptr);
  }

  void end_row() {
    bool any = false;
    for (const std::string& cell : cells_) any = any || !trim(cell).empty();
    if (!any) return;
    if (table_.header.empty()) {
      table_.header = cells_;
      return;
    }
    if (table_.rows.size() >= limits_.rows) {
      error_ = wrong(line_, 1, "too_many_rows",
                     "the sheet has more than " + std::to_string(limits_.rows) + " rows");
      return;
    }
    table_.rows.push_back({line_, cells_});
  }

  const Book& book_;
  const TableLimits& limits_;
  Table table_;
  std::optional<TableError> error_;
  std::vector<std::string> cells_;
  std::size_t line_ = 0;
  std::size_t column_ = 0;
  std::size_t total_ = 0;
  std::string type_;
  std::string value_;
  int style_ = -1;
  int phonetic_ = 0;
  bool in_cell_ = false;
  bool in_value_ = false;
};

}  // namespace

tl::expected<Table, TableError> read_workbook(std::string_view bytes, const TableLimits& limits) {
  auto archive = Archive::open(bytes);
  if (!archive) return tl::unexpected(wrong_file(archive.error()));
  const auto book = BookReader(*archive).read();
  if (!book) return tl::unexpected(wrong_file(book.error()));
  const auto sheet = archive->read(book->sheet);
  if (!sheet) return tl::unexpected(wrong_file(sheet.error()));
  return SheetReader(*book, limits).read(*sheet);
}

}  // namespace yellowsea::web
