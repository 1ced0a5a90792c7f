#include "web/action/survey_table.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "engine/base/json_read.hpp"
#include "engine/base/rfc3339.hpp"
#include "engine/base/text.hpp"
#include "engine/service/questionnaire.hpp"
#include "engine/service/questionnaires.hpp"
#include "engine/service/record.hpp"

namespace yellowsea::web {
namespace {

const std::vector<std::string>& added() {
  static const std::vector<std::string> names{"number", "submitted_at", "language", "reports"};
  return names;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return to_text(value);
  std::string text;
  for (const Json& each : value) text += (text.empty() ? "" : ";") + text_of(each);
  return text;
}

// The id of the option that is meant; the text itself if none is, which is then found wrong.
std::string option_meant(const Json& question, const std::string& text) {
  for (const Json& option : question.value("options", Json::array())) {
    if (option.at("id") == Json(text)) return text;
    for (const auto& [language, title] : option.at("text").items()) {
      if (title == Json(text)) return option.at("id").get<std::string>();
    }
  }
  return text;
}

Json value_of(const Json& question, const std::string& cell) {
  const std::string kind = question.at("kind").get<std::string>();
  if (kind == "one") return option_meant(question, cell);
  if (kind == "many") {
    Json chosen = Json::array();
    for (const std::string& part : split(cell, ';')) {
      const std::string text = trim(part);
      if (!text.empty()) chosen.push_back(option_meant(question, text));
    }
    return chosen;
  }
  std::int64_t number = 0;
  const auto parsed = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (kind == "scale" && parsed.ec == std::errc{} && parsed.ptr == cell.data() + cell.size()) return number;
  return cell;
}

std::map<std::string, std::size_t> places_of(const Json& body, const Table& table,
                                             std::vector<RowError>& errors) {
  std::map<std::string, std::size_t> places;
  const auto wanted = answer_columns(body, false);
  for (std::size_t at = 0; at < table.header.size(); ++at) {
    const std::string name = trim(table.header[at]);
    const bool known = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    if (!known && std::find(added().begin(), added().end(), name) == added().end())
      errors.push_back({1, name, "unknown_column", "the column is no question's"});
    if (known && !places.emplace(name, at).second)
      errors.push_back({1, name, "duplicate_column", "the column is there twice"});
  }
  for (const std::string& name : wanted) {
    if (!places.contains(name)) errors.push_back({1, name, "missing_column", "the column is missing"});
  }
  if (table.rows.empty()) errors.push_back({1, "", "empty", "the table has no rows below its header"});
  return places;
}

}  // namespace

std::vector<std::string> answer_columns(const Json& body, bool with_added) {
  std::vector<std::string> columns = with_added ? added() : std::vector<std::string>();
  for (const Json& question : body.at("questions")) columns.push_back(question.at("id").get<std::string>());
  return columns;
}

std::vector<Json> answer_row(const Json& body, const store::ResponseRow& response,
                             const std::string& reports) {
  std::vector<Json> row{
      response.number,
      response.submitted_at ? Json(format_instant(instant_of(*response.submitted_at))) : Json(),
      response.language, reports};
  const Json answers = stored_json(response.answers);
  for (const Json& question : body.at("questions")) {
    const Json answer = answers.value(question.at("id").get<std::string>(), Json());
    row.push_back(answer.is_number() ? answer : Json(text_of(answer)));
  }
  return row;
}

std::vector<Json> answers_of_table(const Json& body, const Table& table, std::vector<RowError>& errors) {
  const auto places = places_of(body, table, errors);
  std::vector<Json> all;
  if (!errors.empty()) return all;
  for (const TableRow& row : table.rows) {
    Json answers = Json::object();
    for (const Json& question : body.at("questions")) {
      const std::string id = question.at("id").get<std::string>();
      const std::size_t place = places.at(id);
      const std::string cell = place < row.cells.size() ? trim(row.cells[place]) : "";
      if (!cell.empty()) answers[id] = value_of(question, cell);
    }
    answers = tidy_answers(answers);
    for (const FieldError& error : check_answers(body, answers, true))
      errors.push_back(
          {row.line, error.pointer.empty() ? "" : error.pointer.substr(1), error.rule, error.detail});
    all.push_back(std::move(answers));
  }
  return all;
}

std::string csv_of_table(const PublicTable& table) {
  std::string csv = csv_record(table.columns);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    cells.reserve(row.size());
    for (const Json& value : row) cells.push_back(text_of(value));
    csv += csv_record(cells);
  }
  return csv;
}

}  // namespace yellowsea::web
