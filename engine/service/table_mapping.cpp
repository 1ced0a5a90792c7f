#include "engine/service/table_mapping.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "engine/base/json_members.hpp"
#include "engine/base/schema.hpp"
#include "engine/base/text.hpp"
#include "engine/service/audience.hpp"

namespace yellowsea {
namespace {

const Json& properties_of(const machine::Definition& definition) {
  static const Json none = Json::object();
  return definition.fields && definition.fields->contains("properties") ? definition.fields->at("properties")
                                                                        : none;
}

TableColumn read_column(const Json& json) {
  TableColumn column;
  column.name = text_member(json, "name");
  column.field = text_member(json, "field");
  column.list = text_member(json, "list");
  column.organisation = text_member(json, "organisation");
  column.required = flag_member(json, "required");
  column.integer = flag_member(json, "integer");
  column.confidential = flag_member(json, "confidential");
  column.member = flag_member(json, "member");
  return column;
}

// Checks and converts the cells of one row.
class RowReader {
 public:
  RowReader(const TableMapping& mapping, const Pack& pack, const TableScope& scope, std::size_t line,
            std::vector<RowError>& errors)
      : mapping_(mapping), pack_(pack), scope_(scope), line_(line), errors_(errors) {}

  Json read(const std::map<std::string, std::size_t>& places, const TableRow& row) {
    Json fields{{mapping_.within_field, scope_.within}};
    for (const TableColumn& column : mapping_.columns) {
      const std::string cell = clean(row.cells[places.at(column.name)]);
      if (cell.empty()) {
        if (column.required) wrong(column, "required", "is empty");
        continue;
      }
      Json value = column.list.empty() ? single(column, cell) : several(column, cell);
      if (!value.is_null()) fields[column.field] = std::move(value);
    }
    check_actor(fields);
    check_fields(fields);
    return fields;
  }

 private:
  void wrong(const TableColumn& column, std::string rule, std::string detail) {
    wrong_fields_.insert(column.field);
    errors_.push_back({line_, column.name, std::move(rule), std::move(detail)});
  }

  // Spreadsheets write line breaks inside a cell as CRLF or LF.
  static std::string clean(const std::string& cell) {
    std::string text;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      if (cell[i] == '\r' && i + 1 < cell.size() && cell[i + 1] == '\n') continue;
      text += cell[i];
    }
    return trim(text);
  }

  Json single(const TableColumn& column, const std::string& text) {
    if (column.integer) return number(column, text);
    check_organisation(column, text);
    return text;
  }

  Json several(const TableColumn& column, const std::string& cell) {
    Json list = Json::array();
    for (const std::string& part : split(cell, column.list.front())) {
      const std::string text = trim(part);
      if (text.empty()) continue;
      check_organisation(column, text);
      list.push_back(text);
    }
    if (list.empty() && column.required) wrong(column, "required", "names none");
    return list;
  }

  Json number(const TableColumn& column, const std::string& text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
    wrong(column, "type", quoted(column, text) + " is not a whole number");
    return nullptr;
  }

  void check_organisation(const TableColumn& column, const std::string& text) {
    if (!column.organisation.empty()) {
      const auto& known = pack_.organisations();
      const bool found = std::any_of(known.begin(), known.end(), [&](const Organisation& one) {
        return one.id == text && one.kind == column.organisation;
      });
      if (!found)
        return wrong(column, "unknown_organisation",
                     quoted(column, text) + " is no " + column.organisation + " known here");
    }
    if (column.member &&
        std::find(scope_.members.begin(), scope_.members.end(), text) == scope_.members.end()) {
      wrong(column, "not_a_member", quoted(column, text) + " is not a member of '" + scope_.within + "'");
    }
  }

  void check_actor(const Json& fields) {
    if (!scope_.actor) return;
    const TableColumn* column = mapping_.column_of_field(mapping_.actor_field);
    if (column == nullptr || !fields.contains(column->field) ||
        fields.at(column->field) == Json(*scope_.actor))
      return;
    wrong(*column, "other_organisation", "the row is not one of '" + *scope_.actor + "'");
  }

  void check_fields(const Json& fields) {
    if (!mapping_.definition->fields) return;
    for (const FieldError& error : check_schema(*mapping_.definition->fields, fields)) {
      const auto end = error.pointer.find('/', 1);
      const std::string field =
          error.pointer.empty() ? "" : error.pointer.substr(1, end == std::string::npos ? end : end - 1);
      const TableColumn* column = mapping_.column_of_field(field);
      if (column == nullptr) {
        if (error.rule != "required" || wrong_fields_.empty())
          errors_.push_back({line_, field, error.rule, error.detail});
      } else if (!wrong_fields_.contains(field)) {
        wrong(*column, error.rule, error.detail);
      }
    }
  }

  // What is confidential does not go into messages, which end in logs.
  static std::string quoted(const TableColumn& column, const std::string& text) {
    constexpr std::size_t longest_shown = 40;
    if (column.confidential) return "the value";
    if (text.size() <= longest_shown) return "'" + text + "'";
    return "'" + text.substr(0, valid_utf8_prefix(std::string_view(text).substr(0, longest_shown))) + "…'";
  }

  const TableMapping& mapping_;
  const Pack& pack_;
  const TableScope& scope_;
  std::size_t line_;
  std::vector<RowError>& errors_;
  std::set<std::string> wrong_fields_;
};

}  // namespace

const TableColumn* TableMapping::column_of_field(const std::string& field) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const TableColumn& one) { return one.field == field; });
  return found == columns.end() ? nullptr : &*found;
}

Result<TableMapping> read_table_mapping(const Pack& pack, const std::string& configuration) {
  const auto wrong = [&](const std::string& detail) {
    return fail(ProblemCode::malformed, "pack", "config/" + configuration + ".json: " + detail);
  };
  const Json& json = pack.configuration(configuration);
  if (!json.is_object()) return wrong("this pack does not say how such a table becomes items");
  TableMapping mapping;
  mapping.definition = pack.definition(text_member(json, "kind"));
  if (mapping.definition == nullptr) return wrong("'kind' names no workflow of the pack");
  const Json within = json.value("within", Json::object());
  mapping.within_kind = text_member(within, "kind");
  mapping.within_field = text_member(within, "field");
  mapping.within_members = text_member(within, "members");
  if (pack.definition(mapping.within_kind) == nullptr) return wrong("'within' names no workflow of the pack");
  if (mapping.within_field.empty()) return wrong("'within' names no field");
  const Json actor = json.value("actor", Json::object());
  mapping.actor_role = text_member(actor, "role");
  mapping.actor_field = text_member(actor, "organisation");
  mapping.events = texts_member(json, "events");
  mapping.unique = texts_member(json, "unique");
  const Json& properties = properties_of(*mapping.definition);
  const Json columns = json.value("columns", Json::array());
  for (const Json& column_json : columns) {
    TableColumn column = read_column(column_json);
    if (column.name.empty() || !properties.contains(column.field))
      return wrong("column '" + column.name + "' names no field of " + mapping.definition->kind);
    if (column.confidential && needed_sight(properties, column.field) != Sight::confidential) {
      return wrong("column '" + column.name + "' is confidential, but the field '" + column.field +
                   "' would be published");
    }
    mapping.columns.push_back(std::move(column));
  }
  if (mapping.columns.empty()) return wrong("it has no columns");
  for (const std::string& field : mapping.unique) {
    if (mapping.column_of_field(field) == nullptr)
      return wrong("'unique' names '" + field + "', which no column fills");
  }
  return mapping;
}

std::map<std::string, std::size_t> match_header(const TableMapping& mapping,
                                                const std::vector<std::string>& header,
                                                std::vector<RowError>& errors) {
  std::map<std::string, std::size_t> places;
  for (std::size_t at = 0; at < header.size(); ++at) {
    const std::string name = trim(header[at]);
    const bool known = std::any_of(mapping.columns.begin(), mapping.columns.end(),
                                   [&](const TableColumn& one) { return one.name == name; });
    if (!known) {
      errors.push_back(
          {1, name, "unknown_column", "column " + std::to_string(at + 1) + " is not one that is read here"});
    } else if (!places.emplace(name, at).second) {
      errors.push_back({1, name, "duplicate_column", "the column is there twice"});
    }
  }
  for (const TableColumn& column : mapping.columns) {
    if (!places.contains(column.name))
      errors.push_back({1, column.name, "missing_column", "the column is missing"});
  }
  return places;
}

Json fields_of_row(const TableMapping& mapping, const Pack& pack, const TableScope& scope,
                   const std::map<std::string, std::size_t>& places, const TableRow& row,
                   std::vector<RowError>& errors) {
  return RowReader(mapping, pack, scope, row.line, errors).read(places, row);
}

}  // namespace yellowsea
