#include "web/tables/xlsx.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/base/json_read.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

// Spreadsheets hold 32767 UTF-16 units in a cell; as many bytes are never more units.
constexpr std::size_t max_cell_bytes = 32'000;
constexpr std::size_t max_sheet_name = 31;
constexpr double column_width = 18;

struct TemporaryFile {
  std::filesystem::path path;
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove(path, ignored);
  }
};

// Always as a text, a number or a truth value, so that nothing is taken for a formula.
lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Json& value) {
  if (value.is_null()) return LXW_NO_ERROR;
  if (value.is_boolean())
    return worksheet_write_boolean(sheet, row, column, value.get<bool>() ? 1 : 0, nullptr);
  if (value.is_number()) return worksheet_write_number(sheet, row, column, value.get<double>(), nullptr);
  std::string text = value.is_string() ? value.get<std::string>() : to_text(value);
  if (text.size() > max_cell_bytes) {
    text.resize(valid_utf8_prefix(std::string_view(text).substr(0, max_cell_bytes)));
    text += "…";
  }
  return worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
}

lxw_error write_sheet(lxw_workbook* book, const PublicTable& table) {
  lxw_worksheet* sheet = workbook_add_worksheet(book, table.kind.substr(0, max_sheet_name).c_str());
  if (sheet == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  const auto columns = static_cast<lxw_col_t>(table.columns.size());
  worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns - 1), column_width, nullptr);
  worksheet_freeze_panes(sheet, 1, 0);
  for (lxw_col_t column = 0; column < columns; ++column) {
    worksheet_write_string(sheet, 0, column, table.columns[column].c_str(), bold);
  }
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    for (lxw_col_t column = 0; column < columns; ++column) {
      const lxw_error error =
          write_cell(sheet, static_cast<lxw_row_t>(at + 1), column, table.rows[at][column]);
      if (error != LXW_NO_ERROR) return error;
    }
  }
  return LXW_NO_ERROR;
}

}  // namespace

Result<std::string> xlsx_of(const std::vector<PublicTable>& tables) {
  const auto failed = [](const std::string& why) {
    return fail(ProblemCode::unavailable, "xlsx", "the workbook cannot be made: " + why);
  };
  std::string name = (std::filesystem::temp_directory_path() / "yellowsea-XXXXXX").string();
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return failed("no temporary file " + name);
  ::close(descriptor);
  const TemporaryFile file{name};
  lxw_workbook* book = workbook_new(name.c_str());
  if (book == nullptr) return failed("not enough memory");
  lxw_error error = LXW_NO_ERROR;
  for (const PublicTable& table : tables) {
    if (error == LXW_NO_ERROR) error = write_sheet(book, table);
  }
  const lxw_error closed = workbook_close(book);  // also frees it
  if (error == LXW_NO_ERROR) error = closed;
  if (error != LXW_NO_ERROR) return failed(lxw_strerror(error));
  std::ifstream stream(name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) return failed("the temporary file cannot be read");
  return bytes;
}

}  // namespace yellowsea::web
