// Tables as an XLSX workbook, one sheet a table. The only place that knows libxlsxwriter. Any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/service/public_table.hpp"

namespace yellowsea::web {

// The bytes of the workbook; made in a file of its own in the folder for temporary files. Errors:
// unavailable.
Result<std::string> xlsx_of(const std::vector<PublicTable>& tables);

}  // namespace yellowsea::web
