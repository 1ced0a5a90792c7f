#include "engine/service/public_table.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"
#include "engine/base/table_text.hpp"
#include "engine/machine/path.hpp"
#include "engine/service/views.hpp"

namespace yellowsea {
namespace {

constexpr const char* list_separator = "; ";

struct Column {
  std::string name;
  std::string pointer;
};

struct Selected {
  std::string kind;
  std::vector<Column> columns;
};

Result<std::vector<Selected>> read_configuration(const Pack& pack, const std::string& configuration) {
  const auto wrong = [&](const std::string& detail) {
    return fail(ProblemCode::malformed, "pack", "config/" + configuration + ".json: " + detail);
  };
  const Json& json = pack.configuration(configuration);
  if (!json.is_object() || !json.value("kinds", Json()).is_array())
    return wrong("this pack does not say what is exported");
  std::vector<Selected> all;
  for (const Json& entry : json.at("kinds")) {
    Selected selected;
    const Json columns = entry.is_object() ? entry.value("columns", Json::array()) : Json::array();
    selected.kind = entry.is_object() && entry.value("kind", Json()).is_string()
                        ? entry.at("kind").get<std::string>()
                        : "";
    if (pack.definition(selected.kind) == nullptr)
      return wrong("'" + selected.kind + "' is no workflow of the pack");
    for (const Json& column : columns) {
      const Json name = column.is_object() ? column.value("name", Json()) : Json();
      const Json value = column.is_object() ? column.value("value", Json()) : Json();
      if (!name.is_string() || !value.is_string() ||
          !machine::is_pointer(value.get_ref<const std::string&>())) {
        return wrong("a column of '" + selected.kind +
                     "' needs a 'name' and a 'value', which is a JSON Pointer");
      }
      selected.columns.push_back({name.get<std::string>(), value.get<std::string>()});
    }
    all.push_back(std::move(selected));
  }
  return all;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : to_text(value);
}

Json cell_of(const Json* value) {
  if (value == nullptr) return nullptr;
  if (!value->is_structured()) return *value;
  if (value->is_object()) return to_text(*value);
  std::string joined;
  for (const Json& element : *value) joined += (joined.empty() ? "" : list_separator) + text_of(element);
  return joined;
}

std::vector<Json> views_of(Moment& moment, const Pack& pack, const std::string& kind) {
  std::vector<Json> views;
  for (const machine::ItemPtr& item : moment.items(kind)) {
    if (is_public(*item)) views.push_back(item_view(*item, pack, Sight::open, moment.at()));
  }
  return views;
}

}  // namespace

Result<std::vector<PublicTable>> public_tables(Moment& moment, const Pack& pack,
                                               const std::string& configuration) {
  const auto kinds = read_configuration(pack, configuration);
  if (!kinds) return Failure(kinds.error());
  std::vector<PublicTable> tables;
  for (const Selected& selected : *kinds) {
    PublicTable table;
    table.kind = selected.kind;
    table.columns.emplace_back("id");
    for (const Column& column : selected.columns) table.columns.push_back(column.name);
    for (const Json& view : views_of(moment, pack, selected.kind)) {
      std::vector<Json> row{view.at("id")};
      for (const Column& column : selected.columns)
        row.push_back(cell_of(machine::at_pointer(view, column.pointer)));
      table.rows.push_back(std::move(row));
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

Result<Json> public_items(Moment& moment, const Pack& pack, const std::string& configuration) {
  const auto kinds = read_configuration(pack, configuration);
  if (!kinds) return Failure(kinds.error());
  Json items = Json::array();
  for (const Selected& selected : *kinds) {
    for (Json& view : views_of(moment, pack, selected.kind)) items.push_back(std::move(view));
  }
  return Json{{"items", std::move(items)}};
}

std::string csv_of(const std::vector<PublicTable>& tables) {
  std::vector<std::string> columns{"kind"};
  for (const PublicTable& table : tables) {
    for (const std::string& column : table.columns) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
    }
  }
  std::string csv = csv_record(columns);
  for (const PublicTable& table : tables) {
    for (const auto& row : table.rows) {
      std::vector<std::string> cells{table.kind};
      for (std::size_t at = 1; at < columns.size(); ++at) {
        const auto place = std::find(table.columns.begin(), table.columns.end(), columns[at]);
        const bool has = place != table.columns.end();
        cells.push_back(has ? text_of(row[static_cast<std::size_t>(place - table.columns.begin())]) : "");
      }
      csv += csv_record(cells);
    }
  }
  return csv;
}

}  // namespace yellowsea
