#include "engine/service/table_import.hpp"

#include <map>

#include "engine/base/text.hpp"
#include "engine/machine/cascade.hpp"
#include "engine/machine/play.hpp"
#include "engine/service/history_import.hpp"
#include "engine/service/identity.hpp"
#include "engine/service/installation.hpp"

namespace yellowsea {
namespace {

// Timers that may be waiting when an import begins.
constexpr std::size_t max_due_timers = 1'000'000;

std::string key_of(const TableMapping& mapping, const Json& fields) {
  Json key = Json::array();
  for (const std::string& field : mapping.unique) {
    if (!fields.contains(field)) return {};
    key.push_back(fields.at(field));
  }
  return key.empty() ? std::string() : key.dump();
}

Result<void> check_format(std::string_view text) {
  if (text.starts_with("PK\x03\x04")) {
    return fail(ProblemCode::unsupported, "xlsx", "only CSV in UTF-8 is read here");
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return fail(ProblemCode::unsupported, "utf16", "the table is UTF-16; save it as CSV in UTF-8");
  }
  return {};
}

class Import {
 public:
  Import(Recorder& recorder, const TableMapping& mapping, const TableImport& import, Instant now)
      : mapping_(mapping), import_(import), now_(now), recorder_(recorder) {}

  Result<void> run(const Table& table, TableOutcome& outcome) {
    const machine::ItemPtr within = recorder_.repository().find(mapping_.within_kind, import_.within);
    if (within == nullptr) {
      return fail(ProblemCode::not_found, "unknown_item",
                  "there is no " + mapping_.within_kind + " '" + import_.within + "'");
    }
    scope_ = {import_.within, {}, import_.actor};
    const Json members = within->fields.value(mapping_.within_members, Json::array());
    for (const Json& member : members) {
      if (member.is_string()) scope_.members.push_back(member.get<std::string>());
    }
    read_rows(table, outcome);
    if (outcome.errors.empty()) decide_all(table, outcome);
    if (outcome.errors.empty() && !import_.dry_run) store_all(outcome);
    return {};
  }

 private:
  void read_rows(const Table& table, TableOutcome& outcome) {
    const auto places = match_header(mapping_, table.header, outcome.errors);
    if (!outcome.errors.empty()) return;
    if (table.rows.empty())
      outcome.errors.push_back({1, "", "empty", "the table has no rows below its header"});
    collect_stored_keys();
    for (const TableRow& row : table.rows) {
      ++outcome.rows;
      if (!has_all_cells(row, table.header.size(), outcome.errors)) continue;
      Json fields = fields_of_row(mapping_, recorder_.pack(), scope_, places, row, outcome.errors);
      check_unique(fields, row.line, outcome.errors);
      rows_.push_back(std::move(fields));
    }
  }

  static bool has_all_cells(const TableRow& row, std::size_t columns, std::vector<RowError>& errors) {
    bool more = false;
    for (std::size_t at = columns; at < row.cells.size(); ++at) more = more || !trim(row.cells[at]).empty();
    if (more)
      errors.push_back({row.line, "", "too_many_cells",
                        "the row has more cells than the header; is a ',' or '\"' not quoted?"});
    if (row.cells.size() < columns)
      errors.push_back({row.line, "", "too_few_cells", "the row has fewer cells than the header"});
    return !more && row.cells.size() >= columns;
  }

  void collect_stored_keys() {
    for (const store::ItemRow& row : recorder_.session().items_of(mapping_.definition->kind)) {
      const machine::ItemPtr item = recorder_.repository().from_row(row);
      if (item->fields.value(mapping_.within_field, Json()) != Json(import_.within)) continue;
      const std::string key = key_of(mapping_, item->fields);
      if (!key.empty()) stored_keys_[key] = item->id;
    }
  }

  void check_unique(const Json& fields, std::size_t line, std::vector<RowError>& errors) {
    const std::string key = key_of(mapping_, fields);
    if (key.empty()) return;
    const TableColumn* column = mapping_.column_of_field(mapping_.unique.back());
    const auto [first, is_new] = lines_.emplace(key, line);
    if (!is_new) {
      errors.push_back(
          {line, column->name, "duplicate", "line " + std::to_string(first->second) + " has it already"});
    }
    const auto stored = stored_keys_.find(key);
    if (stored != stored_keys_.end()) {
      errors.push_back(
          {line, column->name, "exists", "it has been filed already, as '" + stored->second + "'"});
    }
  }

  // Every row on what those before it have made, also after a refusal, so that every row that is refused is
  // named.
  void decide_all(const Table& table, TableOutcome& outcome) {
    machine::OverlayRepository items(recorder_.repository());
    machine::Repository& decided = items;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      const std::size_t line = table.rows[at].line;
      const std::string id = item_id_for(*mapping_.definition, rows_[at], items);
      for (const machine::Command& command : commands_of(rows_[at], id)) {
        machine::OverlayRepository changed(decided);
        const auto events = machine::execute(changed, recorder_.pack().surroundings(), command);
        if (!events) {
          refuse(command, events.error(), line, outcome.errors);
          break;
        }
        for (const machine::ItemPtr& item : changed.changed()) items.put(item);
      }
      outcome.ids.push_back(id);
    }
    recorder_.repository().reset_order();
  }

  void store_all(TableOutcome& outcome) {
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      for (const machine::Command& command : commands_of(rows_[at], outcome.ids[at])) {
        const auto recorded = recorder_.execute(command, now_);
        // What was decided a moment ago on the same items cannot be refused now.
        if (!recorded)
          throw damaged("an import was refused after it had been decided: " + recorded.error().detail);
        outcome.recorded.insert(outcome.recorded.end(), recorded->begin(), recorded->end());
      }
    }
  }

  std::vector<machine::Command> commands_of(const Json& fields, const std::string& id) const {
    const std::string& kind = mapping_.definition->kind;
    std::vector<machine::Command> commands{{kind, id, "open", fields, actor_of(fields), now_, std::nullopt}};
    for (const std::string& event : mapping_.events)
      commands.push_back({kind, id, event, Json::object(), actor_of(fields), now_, std::nullopt});
    return commands;
  }

  static void refuse(const machine::Command& command, const Problem& problem, std::size_t line,
                     std::vector<RowError>& errors) {
    const std::string detail = "'" + command.type + "' is refused by " + machine::refused_by(problem);
    errors.push_back({line, "", problem.rule, detail});
    for (const FieldError& field : problem.fields)
      errors.push_back({line, field.pointer, field.rule, field.detail});
  }

  std::optional<machine::Actor> actor_of(const Json& fields) const {
    if (mapping_.actor_role.empty()) return std::nullopt;
    return machine::Actor{import_.user, mapping_.actor_role,
                          fields.value(mapping_.actor_field, std::string())};
  }

  const TableMapping& mapping_;
  const TableImport& import_;
  Instant now_;
  Recorder& recorder_;
  TableScope scope_;
  std::vector<Json> rows_;  // as many as the table has, if there are no errors
  std::map<std::string, std::size_t> lines_;
  std::map<std::string, std::string> stored_keys_;
};

}  // namespace

Result<TableOutcome> import_rows(Recorder& recorder, const Table& table, const TableImport& import,
                                 Instant now) {
  const auto mapping = read_table_mapping(recorder.pack(), import.configuration);
  if (!mapping) return Failure(mapping.error());
  TableOutcome outcome;
  if (auto run = Import(recorder, *mapping, import, now).run(table, outcome); !run)
    return Failure(run.error());
  if (!outcome.errors.empty()) outcome.ids.clear();
  return outcome;
}

Result<TableOutcome> import_table(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                  const Table& table, const TableImport& import, Instant now) {
  Recorder recorder(writer, pack, definitions);
  recorder.mark_imported(importer_of(pack));
  TableOutcome outcome;
  constexpr const char* taken_back = "taken_back";
  const auto done = in_transaction(writer, [&]() -> Result<void> {
    recorder.load();
    const auto moved = recorder.advance(now, max_due_timers, now, [](const std::vector<Recorded>&) {});
    if (!moved) return Failure(moved.error());
    auto run = import_rows(recorder, table, import, now);
    if (!run) return Failure(run.error());
    outcome = std::move(*run);
    // Neither do the timers fire for an import that does not take place.
    if (import.dry_run || !outcome.errors.empty()) return fail(ProblemCode::refused, taken_back, "");
    return {};
  });
  if (!done && done.error().rule != taken_back) return Failure(done.error());
  return outcome;
}

Result<TableOutcome> import_table(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                  std::string_view text, const TableImport& import, Instant now) {
  if (const auto mapping = read_table_mapping(pack, import.configuration); !mapping)
    return Failure(mapping.error());
  if (auto fit = check_format(text); !fit) return Failure(fit.error());
  const auto table = read_csv(text);
  if (table) return import_table(writer, pack, definitions, *table, import, now);
  TableOutcome outcome;
  outcome.errors.push_back({table.error().line, "", table.error().rule, table.error().detail});
  return outcome;
}

}  // namespace yellowsea
