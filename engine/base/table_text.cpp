#include "engine/base/table_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Takes one record after the other from the front of a text and keeps count of the lines.
class RecordReader {
 public:
  RecordReader(std::string_view text, std::size_t most_columns) : text_(text), most_columns_(most_columns) {
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  }

  bool at_end() const { return at_ >= text_.size(); }

  tl::expected<TableRow, TableError> next() {
    TableRow row{line_, {}};
    for (;;) {
      const std::size_t column = row.cells.size() + 1;
      if (column > most_columns_) {
        return error(line_, column, "too_many_columns",
                     "a row may have at most " + std::to_string(most_columns_) + " cells");
      }
      const std::size_t cell_line = line_;
      auto cell = peek() == '"' ? quoted(column) : plain(column);
      if (!cell) return tl::unexpected(cell.error());
      if (!is_utf8(*cell)) {
        return error(cell_line, column, "utf8",
                     "the text is not UTF-8; save the table as \"CSV UTF-8\" and try again");
      }
      row.cells.push_back(std::move(*cell));
      if (peek() != ',') break;
      ++at_;
    }
    skip_line_break();
    return row;
  }

 private:
  using Cell = tl::expected<std::string, TableError>;

  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool at_line_break() const { return !at_end() && (text_[at_] == '\r' || text_[at_] == '\n'); }

  // CRLF, LF or CR; nothing if none stands here.
  void skip_line_break() {
    if (!at_line_break()) return;
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    ++line_;
  }

  Cell plain(std::size_t column) {
    const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
    if (end < text_.size() && text_[end] == '"') {
      return error(line_, column, "quote", "a cell with a quotation mark in it must begin and end with one");
    }
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }

  Cell quoted(std::size_t column) {
    const std::size_t began = line_;
    ++at_;
    std::string cell;
    for (;;) {
      const std::size_t end = std::min(text_.find_first_of("\"\r\n", at_), text_.size());
      cell += text_.substr(at_, end - at_);
      at_ = end;
      if (at_end())
        return error(began, column, "quote", "the quotation mark that begins this cell is never closed");
      if (at_line_break()) {
        skip_line_break();
        cell += text_.substr(end, at_ - end);
        continue;
      }
      ++at_;
      if (peek() != '"' || at_end()) break;
      cell += '"';
      ++at_;
    }
    if (!at_end() && peek() != ',' && !at_line_break()) {
      return error(line_, column, "quote",
                   "after a closing quotation mark comes a comma or the end of the line");
    }
    return cell;
  }

  static tl::unexpected<TableError> error(std::size_t line, std::size_t column, std::string rule,
                                          std::string detail) {
    return tl::unexpected(TableError{line, column, std::move(rule), std::move(detail)});
  }

  std::string_view text_;
  std::size_t most_columns_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

bool has_text(const TableRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return !trim(cell).empty(); });
}

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const bool digits_and_point = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return !text.empty() && digits_and_point && std::count(text.begin(), text.end(), '.') <= 1 && text != ".";
}

// Spreadsheets also begin a formula at the full-width forms of these signs.
bool looks_like_formula(std::string_view cell) {
  constexpr std::array<std::string_view, 8> signs{
      "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
  if (cell.starts_with('\t') || cell.starts_with('\r')) return true;
  const std::string text = trim(cell);
  return !is_plain_number(text) && std::any_of(signs.begin(), signs.end(),
                                               [&](std::string_view sign) { return text.starts_with(sign); });
}

}  // namespace

tl::expected<Table, TableError> read_csv(std::string_view text, const TableLimits& limits) {
  if (text.size() > limits.bytes) {
    return tl::unexpected(TableError{
        1, 1, "too_large", "the table may have at most " + std::to_string(limits.bytes) + " bytes"});
  }
  RecordReader records(text, limits.columns);
  Table table;
  bool header_read = false;
  while (!records.at_end()) {
    auto row = records.next();
    if (!row) return tl::unexpected(row.error());
    if (!has_text(*row)) continue;
    if (!header_read) {
      table.header = std::move(row->cells);
      header_read = true;
      continue;
    }
    if (table.rows.size() == limits.rows) {
      return tl::unexpected(
          TableError{row->line, 1, "too_many_rows",
                     "the table may have at most " + std::to_string(limits.rows) + " rows"});
    }
    table.rows.push_back(std::move(*row));
  }
  if (!header_read) return tl::unexpected(TableError{1, 1, "empty", "the table has no header row"});
  return table;
}

std::string csv_record(const std::vector<std::string>& cells) {
  std::string record;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (at > 0) record += ',';
    const std::string cell = (looks_like_formula(cells[at]) ? "'" : "") + cells[at];
    const bool quote = cell.find_first_of(",\"\r\n") != std::string::npos || cell != trim(cell) ||
                       (cells.size() == 1 && cell.empty());
    if (!quote) {
      record += cell;
      continue;
    }
    record += '"';
    for (const char c : cell) record += c == '"' ? std::string("\"\"") : std::string(1, c);
    record += '"';
  }
  return record + "\r\n";
}

}  // namespace yellowsea
