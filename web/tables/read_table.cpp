#include "web/tables/read_table.hpp"

#include "web/tables/workbook.hpp"

namespace yellowsea::web {

tl::expected<Table, TableError> read_table(std::string_view bytes, const TableLimits& limits) {
  using namespace std::string_view_literals;
  if (bytes.size() > limits.bytes)
    return tl::unexpected(TableError{
        1, 1, "too_large", "the file is larger than " + std::to_string(limits.bytes / 1024) + " KiB"});
  if (bytes.starts_with("PK\x03\x04"sv)) return read_workbook(bytes, limits);
  if (bytes.starts_with("\xD0\xCF\x11\xE0"sv))
    return tl::unexpected(TableError{
        1, 1, "xlsx", "it is a workbook of the old format (XLS) or an encrypted one; save it as XLSX"});
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv))
    return tl::unexpected(
        TableError{1, 1, "utf16", "the table is UTF-16; save it as CSV in UTF-8 or as XLSX"});
  return read_csv(bytes, limits);
}

}  // namespace yellowsea::web
