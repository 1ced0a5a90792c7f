// Answers to a questionnaire as rows of a table, one column a question, and back. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/base/table_text.hpp"
#include "engine/service/public_table.hpp"
#include "engine/service/table_mapping.hpp"
#include "engine/store/store.hpp"

namespace yellowsea::web {

// The ids of the questions; with what the server adds ("number", "submitted_at", "language", "reports")
// before them.
std::vector<std::string> answer_columns(const Json& body, bool with_added);
std::vector<Json> answer_row(const Json& body, const store::ResponseRow& response,
                             const std::string& reports);

// Complete answers, one a row: options by their id or by their text in any language, several of them with ';'
// between them. What the server adds is passed over. Every wrong place goes to `errors`.
std::vector<Json> answers_of_table(const Json& body, const Table& table, std::vector<RowError>& errors);

// RFC 4180, with its header; nothing is taken for a formula.
std::string csv_of_table(const PublicTable& table);

}  // namespace yellowsea::web
