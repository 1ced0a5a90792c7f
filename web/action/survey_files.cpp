// Reports and responses as tables: templates, what is there, and imports that may be looked at first.
#include <algorithm>
#include <map>

#include "engine/base/rfc3339.hpp"
#include "engine/base/text.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/record.hpp"
#include "engine/service/table_import.hpp"
#include "engine/service/views.hpp"
#include "web/action/survey.hpp"
#include "web/action/survey_table.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"
#include "web/tables/read_table.hpp"
#include "web/tables/xlsx.hpp"

namespace yellowsea::web {
namespace {

// A table that is decided twice on the writer's thread must not keep others waiting.
constexpr TableLimits limits{256 * 1024, 1'000, 100};

std::string query(const Call& call, std::string_view name) {
  return call.request.query_value(name).value_or("");
}

Response file(const std::vector<PublicTable>& tables, const std::string& name, bool as_workbook,
              const std::string& language) {
  std::string body;
  if (as_workbook) {
    auto bytes = xlsx_of(tables);
    if (!bytes) return problem_response(bytes.error(), language);
    body = std::move(*bytes);
  } else {
    // Spreadsheets take a file without a mark for one in the system's own encoding.
    body = "\xEF\xBB\xBF" + csv_of_table(tables.front());
  }
  const std::string type = as_workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                                       : "text/csv; charset=utf-8";
  return Response{200,
                  {{"content-type", type},
                   {"content-disposition", "attachment; filename=\"" + name + "\""},
                   {"cache-control", "no-store"}},
                  std::move(body),
                  {}};
}

// The header that an import wants, and on a second sheet what each column is for, in the reader's language.
std::vector<PublicTable> report_template(const TableMapping& mapping, const std::string& language) {
  PublicTable table{"reports", {}, {}};
  PublicTable words{"columns", {"column", "title", "values"}, {}};
  const Json fields = mapping.definition->fields
                          ? mapping.definition->fields->value("properties", Json::object())
                          : Json::object();
  for (const TableColumn& column : mapping.columns) {
    table.columns.push_back(column.name);
    const Json property = fields.value(column.field, Json::object());
    std::string values;
    for (const Json& value : property.value("enum", Json::array())) {
      if (value.is_string()) values += (values.empty() ? "" : " | ") + value.get<std::string>();
    }
    if (!column.list.empty()) values = "a" + column.list + "b";
    words.rows.push_back(
        {column.name, title_in(property.value("x-title", Json::object()), language, column.name), values});
  }
  return {std::move(table), std::move(words)};
}

Json cell_of(const TableColumn& column, const Json& fields) {
  Json value = fields.value(column.field, Json());
  if (!value.is_array()) return value;
  std::string text;
  for (const Json& each : value) {
    if (each.is_string()) text += (text.empty() ? "" : column.list) + each.get<std::string>();
  }
  return text;
}

std::vector<PublicTable> reports(const ApiParts& parts, StoreRepository& repository,
                                 const TableMapping& mapping, const Call& call) {
  PublicTable table{"reports", {}, {}};
  for (const TableColumn& column : mapping.columns) table.columns.push_back(column.name);
  const auto items = repository.select(mapping.definition->kind,
                                       {{mapping.within_field, {Json(query(call, mapping.within_kind))}},
                                        {mapping.actor_field, {Json(call.caller.organisation)}}});
  for (const machine::ItemPtr& item : items) {
    if (!may_read(call.caller, *item)) continue;
    const Json fields = item_view(*item, parts.pack, call.caller, call.now).at("fields");
    std::vector<Json> row;
    for (const TableColumn& column : mapping.columns) row.push_back(cell_of(column, fields));
    table.rows.push_back(std::move(row));
  }
  return {std::move(table)};
}

std::vector<PublicTable> responses(const ApiParts& parts, const store::QuestionnaireRow& row, bool empty) {
  const Json body = stored_json(row.body);
  PublicTable table{"responses", answer_columns(body, !empty), {}};
  std::map<std::int64_t, std::string> supports;
  for (const store::SupportRow& support : parts.reader.supports_of(row.id)) {
    std::string& text = supports[support.response];
    text += (text.empty() ? "" : ";") + support.item;
  }
  for (std::int64_t after = 0; !empty;) {
    const auto page = parts.reader.responses(row.id, "submitted", after, 500);
    for (const store::ResponseRow& response : page)
      table.rows.push_back(answer_row(body, response, supports[response.id]));
    if (page.empty()) break;
    after = page.back().number;
  }
  return {std::move(table)};
}

Json error_json(const RowError& error) {
  return Json{{"line", error.line}, {"column", error.column}, {"rule", error.rule}, {"detail", error.detail}};
}

// {"rows": [{"line", "what", "id"}], "errors": […], "stored"}
Response outcome_response(const Table& table, std::size_t shown, const std::vector<std::string>& ids,
                          const std::vector<RowError>& errors, bool stored) {
  Json rows = Json::array();
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    const TableRow& row = table.rows[at];
    rows.push_back(Json{{"line", row.line},
                        {"what", shown < row.cells.size() ? row.cells[shown] : ""},
                        {"id", at < ids.size() ? Json(ids[at]) : Json(nullptr)}});
  }
  Json wrong = Json::array();
  for (const RowError& error : errors) wrong.push_back(error_json(error));
  return json_response(200,
                       Json{{"rows", std::move(rows)}, {"errors", std::move(wrong)}, {"stored", stored}});
}

std::size_t place_of(const Table& table, const std::string& column) {
  const auto found = std::find(table.header.begin(), table.header.end(), column);
  return found == table.header.end() ? 0 : static_cast<std::size_t>(found - table.header.begin());
}

using Work = std::function<Response(WriterContext&, Questionnaires&)>;

Work import_reports(const SurveyPtr& survey, const ApiParts& parts, const Call& call, Table table,
                    bool preview) {
  TableImport import{Survey::configuration, query(call, survey->rules().within_kind),
                     call.caller.organisation, preview, call.caller.user};
  return [survey, parts, import, table = std::move(table), language = call.language](WriterContext& context,
                                                                                     Questionnaires&) {
    auto outcome = import_rows(context.recorder, table, import, context.now);
    if (!outcome) return survey->problem(parts, outcome.error(), language);
    context.published.insert(context.published.end(), outcome->recorded.begin(), outcome->recorded.end());
    const bool stored = !import.dry_run && outcome->errors.empty();
    return outcome_response(table, place_of(table, "title"), outcome->ids, outcome->errors, stored);
  };
}

Work import_responses(const SurveyPtr& survey, const ApiParts& parts, const Call& call, Table table,
                      bool preview) {
  const auto id = number_of(query(call, "questionnaire")).value_or(0);
  return [survey, parts, id, preview, table = std::move(table), caller = call.caller,
          language = call.language](WriterContext& context, Questionnaires& questionnaires) {
    const auto row = questionnaires.own(caller, id);
    if (!row) return survey->problem(parts, row.error(), language);
    const Json body = stored_json(row->body);
    std::vector<RowError> errors;
    const std::vector<Json> answers = answers_of_table(body, table, errors);
    const bool stores = errors.empty() && !preview;
    if (stores) {
      const auto brought =
          questionnaires.bring_in(caller, id, answers, body.value("language", "en"), context.now);
      if (!brought) return survey->problem(parts, brought.error(), language);
    }
    return outcome_response(table, 0, {}, errors, stores);
  };
}

}  // namespace

std::optional<Response> read_survey_files(const SurveyPtr& survey, const ApiParts& parts,
                                          StoreRepository& repository, const Call& call) {
  if (call.segments.size() != 2) return std::nullopt;
  const std::string& name = call.segments[1];
  const std::size_t dot = name.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : name.substr(dot + 1);
  if (ending != "csv" && ending != "xlsx") return std::nullopt;
  const std::string what = name.substr(0, dot);
  const bool workbook = ending == "xlsx";
  Questionnaires questionnaires(parts.reader, repository, parts.pack, survey->rules());
  if (!questionnaires.designs(call.caller)) return problem_response(unknown_item(), call.language);
  if (what == "responses" || what == "responses-template") {
    const auto row = questionnaires.own(call.caller, number_of(query(call, "questionnaire")).value_or(0));
    if (!row) return survey->problem(parts, row.error(), call.language);
    return file(responses(parts, *row, what != "responses"), name, workbook, call.language);
  }
  const auto mapping = read_table_mapping(parts.pack, Survey::configuration);
  if (!mapping) return problem_response(mapping.error(), call.language);
  if (what == "template") {
    const std::string language = query(call, "language");
    return file(report_template(*mapping, language.empty() ? call.language : language), name, workbook,
                call.language);
  }
  if (what == "reports")
    return file(reports(parts, repository, *mapping, call), name, workbook, call.language);
  return std::nullopt;
}

bool write_survey_files(const SurveyPtr& survey, const ApiParts& parts, Call& call) {
  if (call.request.method != "POST" || call.segments.size() != 2) return false;
  const bool of_reports = call.segments[1] == "reports";
  if (!of_reports && call.segments[1] != "responses") return false;
  StoreRepository repository(parts.reader, parts.pack, parts.definitions);
  if (!Questionnaires(parts.reader, repository, parts.pack, survey->rules()).designs(call.caller)) {
    call.reply(problem_response(
        call.caller.signed_in()
            ? unknown_item()
            : Problem{ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()},
        call.language));
    return true;
  }
  const bool preview = query(call, "preview") != "false";
  auto table = read_table(call.request.body, limits);
  if (!table) {
    const TableError& error = table.error();
    call.reply(outcome_response(Table{}, 0, {}, {{error.line, "", error.rule, error.detail}}, false));
    return true;
  }
  submit_survey(parts, call,
                of_reports ? import_reports(survey, parts, call, std::move(*table), preview)
                           : import_responses(survey, parts, call, std::move(*table), preview),
                survey);
  return true;
}

}  // namespace yellowsea::web
